"""Arguments and options that many commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kangni.cli.language import _
from kangni.methods.chance import DEFAULT_SEED

__all__ = [
    "Decorator",
    "coder_option",
    "csv_option",
    "dry_run_option",
    "examples",
    "figure_option",
    "json_option",
    "listed",
    "pairs",
    "reading_option",
    "seed_option",
    "study_argument",
    "waive_option",
    "waivers",
    "workers_option",
]

Command = TypeVar("Command", bound=Callable[..., Any])
Decorator = Callable[[Command], Command]


def examples(*lines: str) -> str:
    """Return an epilog of example lines that click leaves as they are."""
    return "\n\n".join(["\b\n" + _("Examples:") + "\n" + "\n".join(f"  {line}" for line in lines)])


def study_argument() -> Callable[[Command], Command]:
    """Return the argument that names the study file."""
    return click.argument("study", metavar="STUDY", type=click.Path(path_type=Path))


def coder_option() -> Callable[[Command], Command]:
    """Return the option that says who does the deed."""
    return click.option(
        "--coder", metavar="NAME", help=_("Who does this (else KANGNI_CODER, else the setting, else “me”).")
    )


def json_option() -> Callable[[Command], Command]:
    """Return the switch to JSON."""
    return click.option("--json", "as_json", is_flag=True, help=_("Print JSON with all digits, settings and cautions."))


def csv_option() -> Callable[[Command], Command]:
    """Return the option that writes the table as CSV."""
    return click.option(
        "--csv",
        "csv_path",
        metavar="FILE",
        type=click.Path(path_type=Path, allow_dash=True),
        help=_("Write the table as CSV with all digits; - prints it."),
    )


def figure_option() -> Callable[[Command], Command]:
    """Return the option that saves the picture of a result."""
    return click.option(
        "--figure",
        "figure_path",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False),
        help=_("Save the picture as .svg, .png or .pdf."),
    )


def dry_run_option() -> Callable[[Command], Command]:
    """Return the switch that stores nothing."""
    return click.option("--dry-run", is_flag=True, help=_("Say what would happen and store nothing."))


def reading_option() -> Callable[[Command], Command]:
    """Return the option that names the reading of several coders."""
    return click.option(
        "--reading",
        default="any",
        show_default=True,
        metavar="any|all|CODER",
        help=_("Whose codings count: those of anybody, those that all agree on in a turn, or one coder's."),
    )


def seed_option() -> Callable[[Command], Command]:
    """Return the option for the seed of chance."""
    return click.option(
        "--seed", default=DEFAULT_SEED, show_default=True, type=click.IntRange(min=0), help=_("Seed of chance.")
    )


def workers_option() -> Callable[[Command], Command]:
    """Return the option for the number of processor cores."""
    return click.option(
        "--workers",
        default=1,
        show_default=True,
        type=click.IntRange(min=1),
        help=_("Processor cores to use; the numbers stay the same."),
    )


def waive_option() -> Callable[[Command], Command]:
    """Return the option that sets a participant's consent aside, by name and with a reason."""
    return click.option(
        "--waive",
        "waived",
        multiple=True,
        metavar="PARTICIPANT=REASON",
        help=_("Show this participant's words all the same; the reason is kept in the history."),
    )


def waivers(pairs: tuple[str, ...]) -> dict[str, str]:
    """Return the reason by participant.

    Raises
    ------
    click.BadParameter
        Where a name or a reason is missing.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        participant, _sign, reason = pair.partition("=")
        if not participant or not reason.strip():
            raise click.BadParameter(
                _("“{pair}” names no participant with a reason").format(pair=pair), param_hint="--waive"
            )
        found[participant] = reason.strip()
    return found


def listed(words: str) -> list[str]:
    """Return the words of an option that takes several between commas."""
    return [word.strip() for word in words.split(",") if word.strip()]


def pairs(given: tuple[str, ...]) -> dict[str, str]:
    """Return the second word of each pair NAME=VALUE by its first.

    Raises
    ------
    click.BadParameter
        Where something is no pair.
    """
    found: dict[str, str] = {}
    for pair in given:
        theirs, sign, ours = pair.rpartition("=")
        if not sign or not theirs:
            raise click.BadParameter(_("“{pair}” is no pair NAME=VALUE").format(pair=pair))
        found[theirs] = ours
    return found
