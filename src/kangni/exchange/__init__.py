"""Foreign formats: bytes to values and losses, and values to bytes."""
