"""Agreement between coders: units, coefficients and their intervals."""
