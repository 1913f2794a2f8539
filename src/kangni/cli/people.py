"""`kangni seen`, `consent` and `release`: what coders have finished and what participants released."""

from __future__ import annotations

from pathlib import Path

import click

from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import coder_option, examples, study_argument
from kangni.cli.summaries import summary

__all__ = ["consent_command", "release_command", "seen_command"]


@click.command("seen", help=summary("seen"), epilog=examples("kangni seen work.kangni P01.zh P02.zh --coder A"))
@study_argument()
@click.argument("documents", nargs=-1, required=True)
@coder_option()
def seen_command(study: Path, documents: tuple[str, ...], coder: str | None) -> None:
    """Declare transcripts finished by a coder."""
    with opened(study, coder) as work:
        count = work.declare_seen(documents)
    click.echo(_("Finished: {count} more.").format(count=count))


@click.command(
    "consent",
    help=summary("consent"),
    epilog=examples(
        "kangni consent work.kangni P06 'analysis;quote_after_review'",
        "kangni consent work.kangni P01 'analysis;quote;share;until 2027-12-31'",
        "kangni consent work.kangni P02 none",
    ),
)
@study_argument()
@click.argument("participant")
@click.argument("scope")
@coder_option()
def consent_command(study: Path, participant: str, scope: str, coder: str | None) -> None:
    """Record what a participant released, in place of any earlier record."""
    with opened(study, coder) as work:
        person = work.record_consent(participant, scope)
    click.echo(f"{person.handle}: {person.consent}")


@click.command(
    "release",
    help=summary("release"),
    epilog=examples("kangni release work.kangni P06", "kangni release work.kangni P06 --document P06.zh"),
)
@study_argument()
@click.argument("participant")
@click.option("--document", "documents", multiple=True, help=_("Only in this transcript; may be repeated."))
@coder_option()
def release_command(study: Path, participant: str, documents: tuple[str, ...], coder: str | None) -> None:
    """Mark the codings of a participant's words as reviewed by the speaker."""
    with opened(study, coder) as work:
        count = work.release(participant, documents)
    click.echo(
        _("{count} codings of {participant} are released for quoting.").format(count=count, participant=participant)
    )
