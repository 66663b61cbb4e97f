"""What the desk knows of each person: what they prefer, and the tokens with which their programs come."""
