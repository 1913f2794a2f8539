"""The pages, one file a place; each parses what is asked, calls one deed and answers."""
