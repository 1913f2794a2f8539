"""Options that say what a map is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from kangni.cli.language import _
from kangni.cli.options import listed
from kangni.results.answer import Setting

__all__ = ["choosing_options", "credits_of", "depth_option", "told_choice", "voices_option"]

Command = TypeVar("Command", bound=Callable[..., Any])


def choosing_options() -> Callable[[Command], Command]:
    """Return the options that choose people, coder, wave, voices and depth."""

    def decorate(command: Command) -> Command:
        for option in reversed(
            (
                click.option("--by", default="", metavar="ATTRIBUTE", help=_("Attribute of participants with groups.")),
                click.option("--group", default="", help=_("Only the participants of this group.")),
                click.option(
                    "--cut", default="", metavar="NUMBERS", help=_("Where to cut numbers or days, such as 5,10.")
                ),
                click.option("--coder", default="", metavar="NAME", help=_("Only the claims that this coder found.")),
                click.option("--wave", default="", help=_("Only what was said in this wave.")),
                voices_option(),
                depth_option(),
            )
        ):
            command = option(command)
        return command

    return decorate


def voices_option() -> Callable[[Command], Command]:
    """Return the option for the voices that count."""
    return click.option(
        "--voices",
        default="",
        metavar="VOICE[=CREDIT],...",
        help=_("Voices that count, each with a credit above 0 and at most 1; own and shared by default."),
    )


def depth_option() -> Callable[[Command], Command]:
    """Return the option for the depth of the codebook."""
    return click.option(
        "--level",
        default="leaf",
        show_default=True,
        type=click.Choice(["leaf", "parent", "environment"]),
        help=_("Codes, what they stand under, or the environments they belong to."),
    )


def credits_of(voices: str) -> dict[str, float] | None:
    """Return the credit of each voice; None where none is named.

    Raises
    ------
    click.BadParameter
        Where a credit is no number.
    """
    found = {}
    for words in listed(voices):
        voice, sign, credit = words.partition("=")
        try:
            found[voice.strip()] = float(credit) if sign else 1.0
        except ValueError:
            raise click.BadParameter(
                _("“{words}” is no voice with a credit, such as colleague=0.5").format(words=words),
                param_hint="--voices",
            ) from None
    return found or None


def told_choice(chosen: tuple[Setting, ...]) -> str:
    """Return what a map is made of, as words for its title; nothing for a map of all that counts."""
    words = ", ".join(f"{_(each.name)} {_(str(each.value))}" for each in chosen)
    return f" ({words})" if words else ""
