"""The command line: parse, call one deed, print its answer."""
