"""`kangni setting`: show or keep who you are and which language you read."""

from __future__ import annotations

from typing import Literal

import click

from kangni.cli.language import _
from kangni.cli.options import examples
from kangni.cli.saved import save, saved

__all__ = ["setting_command"]


@click.command(
    "setting",
    help=_("Show or keep a setting of yours: the coder you are, the language you read (en or zh)."),
    epilog=examples("kangni setting coder A", "kangni setting language zh"),
)
@click.argument("name", type=click.Choice(["coder", "language"]))
@click.argument("value", required=False)
def setting_command(name: Literal["coder", "language"], value: str | None) -> None:
    """Show or keep a setting."""
    if value is not None:
        save(name, value)
    click.echo(saved().get(name, ""))
