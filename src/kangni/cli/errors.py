"""How errors end a command: their sentence on stderr, or an object on stdout, and the exit code."""

from __future__ import annotations

import json
import sys

import click

from kangni.core.errors import Cancelled, KangniError

__all__ = ["FAULTS_FOUND", "exit_code", "show_error"]

FAULTS_FOUND = 3
_REFUSED, _USAGE, _CANCELLED = 1, 2, 130


def exit_code(error: Exception) -> int:
    """Return the exit code of HOUSE's table for an error."""
    if isinstance(error, Cancelled | click.Abort):
        return _CANCELLED
    if isinstance(error, click.UsageError):
        return _USAGE
    return _REFUSED


def show_error(error: Exception, *, as_json: bool) -> None:
    """Print what went wrong and what to do; errors that are ours to mend keep their traceback.

    Raises
    ------
    Exception
        The error itself where it is neither ours nor click's.
    """
    if isinstance(error, click.Abort):
        error = Cancelled()
    if isinstance(error, click.ClickException):
        error.show()
    elif isinstance(error, KangniError):
        from kangni.cli.language import reading_language
        from kangni.language import translations

        words = error.in_words(translations(reading_language()).gettext)
        if as_json:
            print(json.dumps({"error": _object(error, words)}, ensure_ascii=False, indent=2))  # noqa: T201 - the answer
        else:
            print(words, file=sys.stderr)  # noqa: T201 - the answer
    elif isinstance(error, BrokenPipeError):
        sys.stderr.close()
    else:
        raise error


def _object(error: KangniError, words: str) -> dict[str, object]:
    sentence, _, hint = words.partition("\n")
    return {"kind": type(error).__name__, "sentence": sentence, "hint": hint, "facts": _facts(error)}


def _facts(error: KangniError) -> dict[str, object]:
    return {name: value if isinstance(value, int) else str(value) for name, value in error.facts().items()}
