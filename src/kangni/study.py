"""The Python face of every deed: opens a study file and wires store, deeds and figures together."""
