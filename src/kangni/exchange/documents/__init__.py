"""Transcripts of every kind, read into documents with turns."""
