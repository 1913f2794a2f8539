"""What the words mean: frozen values and their rules, on the standard library alone."""
