"""The command line: parse, call one deed, print its answer."""

from kangni.cli.main import main

__all__ = ["main"]
