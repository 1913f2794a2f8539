"""`kangni recommend`, `reword`, `decline` and `recommendations`: what a researcher makes of levers."""

from __future__ import annotations

from pathlib import Path

import click

from kangni.cli.language import _, reading_language
from kangni.cli.opening import opened
from kangni.cli.options import coder_option, csv_option, examples, json_option, seed_option, study_argument
from kangni.cli.output import Column, show
from kangni.cli.progress import progress
from kangni.cli.summaries import summary
from kangni.core.recommendations import Recommendation
from kangni.results.answer import Caution
from kangni.results.recommendations import KeptPassage, Recommended

__all__ = ["decline_command", "recommend_command", "recommendations_command", "reword_command"]

ROWS = [
    Column(_("addressee"), lambda row: row.addressee),
    Column(_("lever"), lambda row: row.name),
    Column(_("state"), lambda row: _(row.state)),
    Column(_("holds"), lambda row: _("yes") if row.holds else _("no")),
    Column(_("askers"), lambda row: _then_now(row.askers_then, row.askers_now)),
    Column(_("supporters"), lambda row: _then_now(row.supporters_then, row.supporters_now)),
    Column(_("against"), lambda row: _then_now(row.against_then, row.against_now)),
    Column(_("E then"), lambda row: row.effect_then, is_number=True),
    Column(_("E now"), lambda row: row.effect_now, is_number=True),
    Column(_("decided by"), lambda row: row.decided_by),
    Column(_("when"), lambda row: row.at[:10]),
]
to_option = click.option("--to", default="", metavar="ADDRESSEE", help=_("To whom, where the lever has several."))
en_option = click.option("--en", default="", metavar="WORDS", help=_("The words in English."))
zh_option = click.option("--zh", default="", metavar="WORDS", help=_("The words in Chinese."))
members_option = click.option("--members", default=1000, show_default=True, help=_("Members of the ensemble."))


@click.command(
    "recommend",
    help=summary("recommend")
    + "\n\n"
    + _(
        "All that it rests on is kept as it is now: who asks, who credits it, who is against, with the passages, and "
        "its effect. kangni recommendations says later whether it still holds."
    ),
    epilog=examples(
        "kangni recommend work.kangni supervision",
        "kangni recommend work.kangni 督导与专业支持 --zh 督导写进预算的固定项 --en 'Fix supervision in the budget'",
        "kangni recommend work.kangni client_resources --to society",
    ),
)
@study_argument()
@click.argument("lever")
@to_option
@en_option
@zh_option
@click.option("--reason", default="", help=_("Why, for those who come after."))
@members_option
@seed_option()
@coder_option()
def recommend_command(
    study: Path, lever: str, to: str, en: str, zh: str, reason: str, members: int, seed: int, coder: str | None
) -> None:
    """Adopt a lever."""
    with opened(study, coder) as work, progress(_("Running the ensemble")) as tell:
        made = work.recommend(lever, to=to, en=en, zh=zh, reason=reason, members=members, seed=seed, progress=tell)
    _echo(_("Adopted, to {addressee}: {words}"), made)


@click.command(
    "reword",
    help=summary("reword") + "\n\n" + _("What it rests on stays as it was."),
    epilog=examples("kangni reword work.kangni supervision --en 'A supervisor within a day of every death'"),
)
@study_argument()
@click.argument("lever")
@to_option
@en_option
@zh_option
@coder_option()
def reword_command(study: Path, lever: str, to: str, en: str, zh: str, coder: str | None) -> None:
    """Change the words of a recommendation."""
    with opened(study, coder) as work:
        made = work.reword(lever, en=en, zh=zh, to=to)
    _echo(_("In these words now, to {addressee}: {words}"), made)


@click.command(
    "decline",
    help=summary("decline"),
    epilog=examples("kangni decline work.kangni training --reason 'P02 says why more courses would not help'"),
)
@study_argument()
@click.argument("lever")
@to_option
@click.option("--reason", required=True, help=_("Why, in a few words."))
@members_option
@seed_option()
@coder_option()
def decline_command(study: Path, lever: str, to: str, reason: str, members: int, seed: int, coder: str | None) -> None:
    """Decline a lever."""
    with opened(study, coder) as work, progress(_("Running the ensemble")) as tell:
        made = work.decline(lever, reason=reason, to=to, members=members, seed=seed, progress=tell)
    click.echo(_("Declined, to {addressee}: {lever}").format(addressee=made.addressee, lever=made.lever))


@click.command(
    "recommendations",
    help=summary("recommendations"),
    epilog=examples(
        "kangni recommendations work.kangni",
        "kangni recommendations work.kangni --words",
        "kangni export work.kangni advice --to advice.csv",
    ),
)
@study_argument()
@click.option("--words", is_flag=True, help=_("Show the passages too that each rested on."))
@json_option()
@csv_option()
def recommendations_command(study: Path, *, words: bool, as_json: bool, csv_path: Path | None) -> None:
    """List recommendations with what they rested on then, against now."""
    with opened(study) as work, progress(_("Running the ensemble")) as tell:
        found = work.recommendations(progress=tell)
    show(found, ROWS, study=study, title=_("Recommendations, then → now"), as_json=as_json, csv_path=csv_path)
    if as_json or csv_path is not None:
        return
    for one in found.recommendations:
        _print(one, words=words)


def _print(one: Recommended, *, words: bool) -> None:
    language = reading_language()
    click.secho(f"{one.addressee_name.text(language)} · {one.name.text(language)} · {_(one.state)}", bold=True)
    click.echo(f"  {one.words.text(language)}")
    if one.reason:
        click.echo("  " + _("Reason: {reason}").format(reason=one.reason))
    for caution in one.broken:
        click.echo("  ! " + _("No longer: {why}").format(why=_sentence(caution)))
    for caution in one.moved:
        click.echo(f"  · {_sentence(caution)}")
    for kept in one.evidence if words else ():
        click.echo(f"    {_kept(kept)}")


def _kept(kept: KeptPassage) -> str:
    quote = kept.quote
    place = f"{quote.document} {quote.start}-{quote.end}" if quote.document else quote.place
    words = f"“{quote.words}”" if not quote.withheld else f"[{_(quote.withheld)}]"
    gone = "" if kept.stands else " " + _("(no longer read so)")
    return f"{_(kept.part)} · {quote.participant} · {quote.code} · {place}: {words}{gone}"


def _sentence(caution: Caution) -> str:
    """Return a sentence with words of ours among its facts, such as broad, in the reader's language."""
    facts = {name: _(fact) if isinstance(fact, str) and fact else fact for name, fact in caution.facts}
    return _(caution.sentence).format_map(facts)


def _echo(message: str, made: Recommendation) -> None:
    click.echo(message.format(addressee=made.addressee, words=made.words.text(reading_language())))


def _then_now(then: int, now: int) -> str:
    return str(now) if then == now else f"{then} → {now}"
