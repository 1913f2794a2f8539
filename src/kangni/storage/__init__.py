"""The only SQL: rows, transactions, history, columns and backups."""
