"""An e-invoice's own figures become a Result's fields: checked by its standard's rules and against the sender's picture."""
