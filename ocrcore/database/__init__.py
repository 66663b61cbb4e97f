"""Where everything is kept: connections, transactions, tables and their migrations, on SQLite and PostgreSQL."""
