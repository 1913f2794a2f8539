"""`kangni codebook`, `add-code`, `define-code`, `move-code`, `merge-codes` and `remove-code`."""

from __future__ import annotations

from pathlib import Path

import click

from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import coder_option, dry_run_option, examples, json_option, study_argument
from kangni.cli.output import Column, print_json, table
from kangni.cli.summaries import summary
from kangni.core.names import Label
from kangni.results.answer import plain

__all__ = [
    "add_code_command",
    "codebook_command",
    "define_code_command",
    "merge_codes_command",
    "move_code_command",
    "remove_code_command",
]

USES = [
    Column(_("code"), lambda row: row.code),
    Column(_("codings"), lambda row: row.codings, is_number=True),
    Column(_("participants"), lambda row: row.participants, is_number=True),
    Column(_("coders"), lambda row: row.coders, is_number=True),
]
EFFECT = [
    Column(_("effect"), lambda row: row[0]),
    Column(_("count"), lambda row: row[1], is_number=True),
]


@click.command("codebook", help=summary("codebook"), epilog=examples("kangni codebook work.kangni"))
@study_argument()
@json_option()
def codebook_command(study: Path, *, as_json: bool) -> None:
    """List the codes, with how they are used."""
    with opened(study) as work:
        revision, uses = work.revision, tuple(work.code_uses().values())
    if as_json:
        print_json("codebook", plain(uses), study=study, revision=revision, settings={})
    else:
        table(_("Codes"), USES, uses)


@click.command(
    "add-code",
    help=summary("add-code"),
    epilog=examples("kangni add-code work.kangni ENV.O12 --en 'Night shifts' --zh 夜班 --under ENV"),
)
@study_argument()
@click.argument("code")
@click.option("--en", default="", help=_("Name in English"))
@click.option("--zh", default="", help=_("Name in Chinese"))
@click.option("--under", default="", help=_("The code below which it stands; at the top by default."))
@click.option("--polarity", default="", help=_("Its polarity; that of the code above by default."))
@click.option("--level", default="", help=_("Its level; that of the code above by default."))
@coder_option()
def add_code_command(
    study: Path, code: str, en: str, zh: str, under: str, polarity: str, level: str, coder: str | None
) -> None:
    """Add a code to the codebook."""
    with opened(study, coder) as work:
        made = work.create_code(code, Label(en, zh), under=under, polarity=polarity, level=level)
    click.echo(_("{code} is in the codebook.").format(code=made.handle))


@click.command(
    "define-code",
    help=summary("define-code"),
    epilog=examples("kangni define-code work.kangni ENV.O01 --definition 'A supervisor who listens.' --language en"),
)
@study_argument()
@click.argument("code")
@click.option("--name", default=None, help=_("What it is called."))
@click.option("--definition", default=None, help=_("What it means."))
@click.option("--use-when", default=None, help=_("When to use it."))
@click.option("--do-not-use", default=None, help=_("When not to use it."))
@click.option("--language", type=click.Choice(["en", "zh"]), required=True, help=_("Of these words."))
@coder_option()
def define_code_command(
    study: Path,
    code: str,
    name: str | None,
    definition: str | None,
    use_when: str | None,
    do_not_use: str | None,
    language: str,
    coder: str | None,
) -> None:
    """Change what a code is called and means."""
    with opened(study, coder) as work:
        standing = work.codebook().named(code)

        def said(old: Label, words: str | None) -> Label | None:
            if words is None:
                return None
            return Label(words, old.zh) if language == "en" else Label(old.en, words)

        work.define_code(
            code,
            name=said(standing.name, name),
            definition=said(standing.definition, definition),
            use_when=said(standing.use_when, use_when),
            do_not_use=said(standing.do_not_use, do_not_use),
        )
    click.echo(_("{code} is in the codebook.").format(code=standing.handle))


@click.command("move-code", help=summary("move-code"), epilog=examples("kangni move-code work.kangni ENV.O12 ENV.T"))
@study_argument()
@click.argument("code")
@click.argument("under", default="")
@coder_option()
def move_code_command(study: Path, code: str, under: str, coder: str | None) -> None:
    """Put a code below another one, or at the top."""
    with opened(study, coder) as work:
        moved = work.move_code(code, under)
    click.echo(_("{code} is in the codebook.").format(code=moved.handle))


@click.command(
    "merge-codes",
    help=summary("merge-codes"),
    epilog=examples("kangni merge-codes work.kangni ENV.O12 ENV.O01 --dry-run"),
)
@study_argument()
@click.argument("source")
@click.argument("into")
@dry_run_option()
@coder_option()
def merge_codes_command(study: Path, source: str, into: str, coder: str | None, *, dry_run: bool) -> None:
    """Make two codes one, or see what that would do."""
    with opened(study, coder) as work:
        effect = work.merge_codes(source, into, dry_run=dry_run)
    rows = [
        (_("codings that get the other code"), effect.codings),
        (_("of them said already, and become one"), effect.doubled),
        (_("codings read in another polarity or level than before"), effect.read_otherwise),
        (_("codings of the other code before"), effect.of_target),
        (_("codings of the other code after"), effect.of_target + effect.codings - effect.doubled),
        (_("claims that speak of the other code then"), effect.claims - effect.circular),
        (_("claims that would lead in a circle, and go"), effect.circular),
        (_("moments of episodes"), effect.moments),
        (_("codes below that move along"), effect.below),
    ]
    title = _("Nothing is changed yet") if dry_run else _("Merged")
    table(title, EFFECT, rows)


@click.command("remove-code", help=summary("remove-code"), epilog=examples("kangni remove-code work.kangni ENV.O12"))
@study_argument()
@click.argument("code")
@coder_option()
def remove_code_command(study: Path, code: str, coder: str | None) -> None:
    """Take away a code on which nothing rests."""
    with opened(study, coder) as work:
        work.remove_code(code)
    click.echo(_("{code} is gone; undo brings it back.").format(code=code))
