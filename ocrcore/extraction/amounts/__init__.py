"""What is added up: goods, taxes, payments, the total, and their currency."""
