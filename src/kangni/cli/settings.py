"""`kangni setting`: show or keep who you are and which language you read."""

from __future__ import annotations

from typing import Literal

import click

from kangni.cli.language import _
from kangni.cli.options import examples
from kangni.cli.summaries import summary
from kangni.core.names import check_handle
from kangni.language import LANGUAGES
from kangni.saved import save, saved

__all__ = ["setting_command"]


@click.command(
    "setting",
    help=summary("setting")
    + "\n\n"
    + _("The coder you are, and the language you read: en or zh. An empty one is forgotten."),
    epilog=examples("kangni setting coder A", "kangni setting language zh"),
)
@click.argument("name", type=click.Choice(["coder", "language"]))
@click.argument("value", required=False)
def setting_command(name: Literal["coder", "language"], value: str | None) -> None:
    """Show or keep a setting."""
    if value:
        _check(name, value)
    if value is not None:  # an empty one takes the setting back
        save(name, value)
    click.echo(saved().get(name, ""))


def _check(name: str, value: str) -> None:
    if name == "coder":
        check_handle("coder", value)
    elif value not in LANGUAGES:
        raise click.BadParameter(_("“{value}” is none of {known}").format(value=value, known=", ".join(LANGUAGES)))
