"""`kangni context` and `kangni words`: words where they are said, and how often each is."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from kangni.app.search import Speaking
from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import csv_option, examples, json_option, study_argument
from kangni.cli.output import Column, show, table
from kangni.cli.summaries import summary
from kangni.core.retrieval import Conditions

__all__ = ["context_command", "words_command"]

NEIGHBOURS = 12  # shown below the lines
MOST = 40  # words shown; --csv has all

role_option = click.option(
    "--role",
    type=click.Choice(get_args(Speaking)),
    default="participant",
    show_default=True,
    help=_("Whose words are searched."),
)
person_option = click.option(
    "--person", "people", multiple=True, metavar="PARTICIPANT", help=_("Words of this participant.")
)
where_option = click.option(
    "--where", multiple=True, metavar="CONDITION", help=_("Attribute of participants: NAME=VALUE, !=, >=, <=.")
)


@click.command(
    "context",
    help=summary("context"),
    epilog=examples(
        "kangni context work.kangni 督导", "kangni context work.kangni 台账 --where role=front-line --csv -"
    ),
)
@study_argument()
@click.argument("words")
@role_option
@click.option(
    "--width", default=24, show_default=True, type=click.IntRange(min=0), help=_("Characters on either side.")
)
@person_option
@where_option
@json_option()
@csv_option()
def context_command(
    study: Path,
    words: str,
    role: Speaking,
    width: int,
    people: tuple[str, ...],
    where: tuple[str, ...],
    *,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """Show words in context."""
    with opened(study) as work:
        shown = work.words_in_context(words, role=role, width=width, conditions=Conditions(people=people, where=where))
    lines = [
        Column(_("who"), lambda line: line.participant or _(line.role)),
        Column(_("turn"), lambda line: line.turn, is_number=True),
        Column("", lambda line: _one_line(line.before), is_number=True),
        Column(_("words"), lambda line: line.words),
        Column("", lambda line: _one_line(line.after)),
    ]
    found = shown.result
    title = _("“{words}”: {places} places, {people} participants").format(
        words=words, places=len(found.lines), people=found.participants
    )
    show(shown, lines, study=study, title=title, as_json=as_json, csv_path=csv_path)
    if not as_json and csv_path is None and found.neighbours:
        beside = [
            Column(_("word"), lambda each: each.word),
            Column(_("before"), lambda each: each.before, is_number=True),
            Column(_("after"), lambda each: each.after, is_number=True),
            Column(_("participants"), lambda each: each.participants, is_number=True),
        ]
        table(_("What stands next to it"), beside, found.neighbours[:NEIGHBOURS])


@click.command(
    "words",
    help=summary("words"),
    epilog=examples("kangni words work.kangni", "kangni words work.kangni --person P01 --csv words.csv"),
)
@study_argument()
@role_option
@click.option(
    "--shortest", default=2, show_default=True, type=click.IntRange(min=1), help=_("Characters of the shortest word.")
)
@click.option("--all", "function_words", is_flag=True, help=_("Also words that only hold sentences together."))
@person_option
@where_option
@json_option()
@csv_option()
def words_command(
    study: Path,
    role: Speaking,
    shortest: int,
    people: tuple[str, ...],
    where: tuple[str, ...],
    *,
    function_words: bool,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """Count words."""
    with opened(study) as work:
        shown = work.word_counts(
            role=role,
            shortest=shortest,
            function_words=function_words,
            conditions=Conditions(people=people, where=where),
        )
    columns = [
        Column(_("word"), lambda row: row.word),
        Column(_("times"), lambda row: row.count, is_number=True),
        Column(_("turns"), lambda row: row.turns, is_number=True),
        Column(_("participants"), lambda row: row.participants, is_number=True),
    ]
    found = shown.result
    title = _("{total} words, {kinds} different; the first {most} of {rows}").format(
        total=found.total, kinds=found.kinds, most=min(MOST, len(found.counts)), rows=len(found.counts)
    )
    show(shown, columns, study=study, title=title, as_json=as_json, csv_path=csv_path, rows=found.counts[:MOST])


def _one_line(words: str) -> str:
    return " ".join(words.split())
