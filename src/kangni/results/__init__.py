"""Answers: a method's numbers with their names, settings, cautions and evidence."""
