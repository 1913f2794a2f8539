"""Projects that other programs keep in databases, read into values."""
