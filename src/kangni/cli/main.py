"""The `kangni` command: its sub-commands by name, and how a mistake ends it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

import click

from kangni.cli.errors import exit_code, show_error
from kangni.cli.language import _, reading_language
from kangni.cli.options import examples
from kangni.core.errors import TextInvalid
from kangni.core.names import check_text
from kangni.language import speak

__all__ = ["COMMANDS", "EXIT_CODES", "main"]

# Sub-command -> module below kangni.cli that defines it; imported when called, so that --help stays quick.
COMMANDS = {
    "demo": "demo",
    "open": "workbench",
    "new": "files",
    "import": "bring_in",
    "merge": "merge",
    "roles": "bring_in",
    "correct": "correct",
    "codebook": "codebook",
    "add-code": "codebook",
    "define-code": "codebook",
    "move-code": "codebook",
    "merge-codes": "codebook",
    "remove-code": "codebook",
    "search": "code",
    "code": "code",
    "drafts": "code",
    "adopt": "code",
    "refuse": "code",
    "tie": "suggestions",
    "untie": "suggestions",
    "recommend": "recommending",
    "reword": "recommending",
    "decline": "recommending",
    "seen": "people",
    "consent": "people",
    "release": "people",
    "overview": "overview",
    "team": "team",
    "mode": "dialogue",
    "agreement": "agreement",
    "decide": "dialogue",
    "decisions": "dialogue",
    "plan-agreement": "plan",
    "saturation": "saturation",
    "factors": "factors",
    "matrix": "factors",
    "contention": "factors",
    "cooccurrence": "cooccurrence",
    "compare": "compare",
    "scales": "scale",
    "scale": "scale",
    "process": "process",
    "map": "causes",
    "paths": "paths",
    "centrality": "centrality",
    "link-agreement": "link_agreement",
    "loops": "loops",
    "press": "press",
    "simulate": "simulate",
    "suggestions": "suggestions",
    "advise": "advise",
    "recommendations": "recommending",
    "evidence": "evidence",
    "retrieve": "retrieve",
    "summarise": "retrieve",
    "context": "words",
    "words": "words",
    "report": "report",
    "export": "take_out",
    "undo": "files",
    "redo": "files",
    "history": "files",
    "backup": "files",
    "doctor": "files",
    "setting": "settings",
}

EXIT_CODES = {
    0: "done",
    1: "refused or failed; nothing was stored",
    2: "wrong usage",
    3: "done, and faults were found",
    130: "cancelled",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's interface
        """Return the commands in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's interface
        """Import the module of one command and return it."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"kangni.cli.{COMMANDS[cmd_name]}")
        command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        assert isinstance(command, click.Command)  # the table above says so, and a test checks each
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """List the commands without importing them: their summaries stand in `summaries`."""
        from kangni.cli.summaries import SUMMARIES

        for heading, names in SUMMARIES:
            with formatter.section(heading):
                formatter.write_dl(list(names))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_("From interviews to a tested picture of how people keep their footing at work."),
    epilog=examples(
        "kangni demo",
        "kangni new work.kangni --framework kumpfer --language zh",
        "kangni import work.kangni interviews/ participants.csv codings.csv",
        "kangni factors work.kangni",
    ),
)
@click.version_option(package_name="kangni")
def kangni() -> None:
    """From interviews to a tested picture of how people keep their footing at work."""


def main() -> None:
    """Run the command and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # what a terminal cannot show is spelled out, and nothing breaks off
            stream.reconfigure(errors="backslashreplace")
    speak(reading_language())
    try:
        _check_arguments(sys.argv[1:])
        code = kangni.main(prog_name="kangni", standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last edge: known errors become sentences
        mistake = click.Abort() if isinstance(error, KeyboardInterrupt) else error
        show_error(mistake, as_json="--json" in sys.argv)
        sys.exit(exit_code(mistake))
    sys.exit(code if isinstance(code, int) else 0)


def _check_arguments(arguments: Sequence[str]) -> None:
    """Refuse bytes that are no text in the terminal's encoding, but for the names of files that are there."""
    for argument in arguments:
        try:
            check_text(_("The command line"), argument)
        except TextInvalid:
            if not Path(argument).exists():
                raise
