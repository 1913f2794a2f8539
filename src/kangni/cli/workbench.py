"""`kangni open`: the workbench, on this machine alone."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path

import click

from kangni.cli.language import _, reading_language
from kangni.cli.options import coder_option, examples
from kangni.cli.summaries import summary
from kangni.saved import acting_coder

__all__ = ["has_screen", "open_command", "run_workbench"]


@click.command(
    "open",
    help=summary("open")
    + "\n\n"
    + _("Other machines cannot reach it, and on this one only who holds the printed address. Ctrl+C ends it."),
    epilog=examples("kangni open work.kangni", "kangni open", "kangni open work.kangni --port 8700 --no-browser"),
)
@click.argument("studies", metavar="[STUDY]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help=_("Where it listens; any free port by default."))
@click.option("--no-browser", is_flag=True, help=_("Print the address and open nothing."))
@coder_option()
def open_command(studies: tuple[Path, ...], port: int, coder: str | None, *, no_browser: bool) -> None:
    """Open the workbench."""
    run_workbench(studies, port=port, coder=acting_coder(coder), browser=not no_browser)


def run_workbench(studies: tuple[Path, ...], *, port: int, coder: str, browser: bool) -> None:
    """Serve the workbench until Ctrl+C."""
    from kangni.web.serving import serve

    def ready(address: str, page: Path) -> None:
        click.echo(_("The workbench: {address}").format(address=address))
        click.echo(_("Ctrl+C ends it; everything is stored as soon as it is done."))
        if browser and has_screen():
            webbrowser.open(page.as_uri())

    serve(studies, coder=coder, language=reading_language(), port=port, ready=ready)


def has_screen() -> bool:
    """Tell whether there is a screen to show a browser on."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
