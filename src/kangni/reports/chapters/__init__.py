"""What each chapter of a report says, before it is set in type."""
