"""The reference page on commands, read off the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from kangni.cli.main import COMMANDS
from kangni.cli.main import kangni as group
from kangni.cli.summaries import SUMMARIES

__all__ = ["command", "commands_page"]

HEAD = """\
# Commands

Written from the commands themselves by `make docs`, and held to them by a test. `kangni COMMAND --help` says the same.

`STUDY` is a study file, such as `work.kangni`. Errors go to stderr, with what, where and what to do; the
[exit codes](study-file.md#exit-codes) tell programs the same. `--json` prints
`{deed, study, revision, settings, result, cautions}` with all digits, an undefined number as `{"undefined": reason}`,
and errors as `{"error": {kind, sentence, hint, facts}}`. What the columns of the tables mean stands in
[the methods](../methods/). The [Python face](python.md) gives the same answers; [deeds](deeds.md) sets both side by
side.
"""


def command(name: str) -> click.Command:
    """Return a command by name."""
    found = group.get_command(click.Context(group), name)
    assert found is not None  # every caller takes the name from COMMANDS
    return found


def commands_page() -> str:
    """Return the page as Markdown: each command with its usage, options and examples, in the order of the work."""
    listed = [name for _, lines in SUMMARIES for name, _ in lines]
    missing = [name for name in COMMANDS if name not in listed]
    assert not missing, f"no summary for {missing}"
    return "\n".join([HEAD, *(line for heading, lines in SUMMARIES for line in _part(heading, lines))])


def _part(heading: str, lines: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield f"## {heading}\n"
    for name, _ in lines:
        yield from _section(name)


def _section(name: str) -> Iterator[str]:
    found = command(name)
    with click.Context(found, info_name=f"kangni {name}") as context:
        usage = " ".join([f"kangni {name}", *found.collect_usage_pieces(context)])
        options = [_row(option, context) for option in found.params if isinstance(option, click.Option)]
    yield f"### kangni {name}\n"
    yield f"{found.help}\n"
    yield f"`{usage}`\n"
    if options:
        yield "| option | what it does |"
        yield "|---|---|"
        yield from options
        yield ""
    yield "```sh"
    yield from (line.strip() for line in (found.epilog or "").splitlines() if line.strip().startswith("kangni "))
    yield "```\n"


def _row(option: click.Option, context: click.Context) -> str:
    value = "" if option.is_flag else f" {option.make_metavar(context)}"
    says = [option.help or ""]
    if option.multiple and "repeated" not in says[0]:
        says.append("May be repeated.")
    if option.show_default and not option.is_flag:
        says.append(f"Default: {option.default}.")
    name = f"{', '.join(option.opts)}{value}".replace("|", "\\|")
    return f"| `{name}` | {' '.join(says)} |"
