"""How errors end a command: their sentence on stderr, or an object on stdout, and the exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping

import click

from kangni.core.errors import Cancelled, FaultyFiles, FaultyTable, KangniError

__all__ = ["FAULTS_FOUND", "exit_code", "show_error"]

FAULTS_FOUND = 3
Translate = Callable[[str], str]
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
        if as_json:
            _print_object({"kind": type(error).__name__, "sentence": error.format_message(), "hint": "", "facts": {}})
        else:
            error.show()
    elif isinstance(error, KangniError):
        from kangni.cli.language import reading_language
        from kangni.language import translations

        translate = translations(reading_language()).gettext
        if as_json:
            _print_object(_object(error, translate))
        else:
            print(error.in_words(translate), file=sys.stderr)  # noqa: T201 - the answer
    elif isinstance(error, BrokenPipeError):
        sys.stderr.close()
    else:
        raise error


def _print_object(error: Mapping[str, object]) -> None:
    print(json.dumps({"error": error}, ensure_ascii=False, indent=2))  # noqa: T201 - the answer


def _object(error: KangniError, translate: Translate) -> dict[str, object]:
    sentence, _, hint = error.in_words(translate).partition("\n")
    told: dict[str, object] = {"kind": type(error).__name__, "sentence": sentence}
    if isinstance(error, FaultyTable):
        places = [{"row": fault.row, "column": fault.column} for fault in error.faults]
        told["faults"] = [
            place | _object(fault.error, translate) for place, fault in zip(places, error.faults, strict=True)
        ]
    elif isinstance(error, FaultyFiles):
        told["faults"] = [{"file": fault.file} | _object(fault.error, translate) for fault in error.faults]
    else:
        told["hint"] = hint
    return told | {"facts": _facts(error)}


def _facts(error: KangniError) -> dict[str, object]:
    return {name: value if isinstance(value, int) else str(value) for name, value in error.facts().items()}
