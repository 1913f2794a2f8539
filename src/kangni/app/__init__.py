"""The deeds: one function for each thing a person can do with a study."""
