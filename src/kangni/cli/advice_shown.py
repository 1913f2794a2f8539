"""How advice is printed: levers by addressee, one lever with its words, pairs, and what fits into a budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kangni.cli.evidence import print_quotes
from kangni.cli.language import _, reading_language
from kangni.cli.output import Column, cautions, number, table
from kangni.core.undefined import Undefined
from kangni.language import list_words
from kangni.methods.causal.ensemble import Spread
from kangni.results.advice import AddresseeAdvice, Advice
from kangni.results.levers import Budget, Lever, LeverLoop, Standing, Together

if TYPE_CHECKING:
    from kangni.study.shown import Shown

__all__ = ["print_advice", "print_budget", "print_lever", "print_pairs"]

ARROWS = {1: "↑", -1: "↓", 0: "↕"}
SHOWN_PAIRS = 12
NOTHING = 0.0005  # is shown as 0

LEVERS = [
    Column(_("rank"), lambda row: row.standing.place, is_number=True),
    Column(_("lever"), lambda row: row.name),
    Column(_("askers"), lambda row: len(row.askers), is_number=True),
    Column(_("claimers"), lambda row: len(row.claimers), is_number=True),
    Column(_("supporters"), lambda row: len(row.supporters), is_number=True),
    Column(_("against"), lambda row: tuple(sorted({objector.participant for objector in row.against}))),
    Column("E (5-95 %)", lambda row: _spread(row.effect), is_number=True),
    Column(_("reach"), lambda row: _part(row.effect, "reach"), is_number=True),
    Column("C", lambda row: _part(row.effect, "certainty"), is_number=True),
    Column(_("words"), lambda row: tuple(_(word) for word in (row.breadth, *row.marks))),
    Column(_("rank range"), lambda row: _ranks(row.standing)),
    Column(_("top 3"), lambda row: row.standing.top_three, is_number=True),
]
PAIRS = [
    Column(_("rank"), lambda row: row.place, is_number=True),
    Column(_("levers"), lambda row: row.names),
    Column(_("askers"), lambda row: len(row.askers), is_number=True),
    Column(_("supporters"), lambda row: len(row.supporters), is_number=True),
    Column("E (5-95 %)", lambda row: _spread(row.effect), is_number=True),
    Column("C", lambda row: row.effect.certainty, is_number=True),
    Column(_("beyond the sum"), lambda row: _spread(row.beyond), is_number=True),
    Column(_("together"), lambda row: _(row.together)),
]
SETS = [
    Column(_("chosen"), lambda row: _(row.how)),
    Column(_("levers"), lambda row: row.names),
    Column(_("cost"), lambda row: row.cost, is_number=True),
    Column(_("askers"), lambda row: len(row.askers), is_number=True),
    Column(_("supporters"), lambda row: len(row.supporters), is_number=True),
    Column("E (5-95 %)", lambda row: _spread(row.effect), is_number=True),
    Column("C", lambda row: _part(row.effect, "certainty"), is_number=True),
]
WORSE = [
    Column(_("gets worse"), lambda row: row.name),
    Column(_("by, of a level"), lambda row: row.change, is_number=True),
    Column(_("reach"), lambda row: row.reach, is_number=True),
    Column("C", lambda row: row.certainty, is_number=True),
]


def print_advice(found: Shown[Advice], *, words: bool) -> None:
    """Print the levers of each addressee in order, with who declines before them and what is tied to nothing after."""
    for place, part in enumerate(found.result.addressees):
        nobody = _("To nobody in particular") if place else ""  # where others are named, it must not read as theirs
        _print_addressee(found, part, part.name.text(reading_language()) or nobody, words=words)
    click.echo(_(found.result.sentence))
    cautions(found.result.cautions)


def _print_addressee(found: Shown[Advice], part: AddresseeAdvice, name: str, *, words: bool) -> None:
    if name:
        click.secho(name, bold=True)
    if part.declining:
        click.echo(_("Who declines to advise:"))
        _print_voices(found, f"{part.addressee}/declining")
    table("", LEVERS, part.levers)
    _print_sentences(part.levers, wanted=words)
    if part.holds_now:
        table(_("Holds now: do not lose"), LEVERS, part.holds_now)
        _print_sentences(part.holds_now, wanted=words)
    if part.untied:
        click.echo(_("Tied to no lever:"))
        _print_voices(found, f"{part.addressee}/untied")
    click.echo("")


def _print_voices(found: Shown[Advice], key: str) -> None:
    for quote in found.evidence(key):
        words = f"“{quote.words}”" if not quote.withheld else f"[{_(quote.withheld)}]"
        click.echo(f"  {quote.participant}: {words}")


def _print_sentences(levers: tuple[Lever, ...], *, wanted: bool) -> None:
    for lever in levers if wanted else ():
        click.echo(f"· {lever.sentence.text(reading_language())}")


def print_lever(found: Shown[Advice], name: str) -> None:
    """Print all about one lever: its sentence, its numbers, its loops, and the words that it rests on."""
    lever = next((one for one in found.result.levers() if one.id == name), None)
    if lever is None:
        click.echo(_("Nobody asks for this lever, and no claim touches it: {lever}").format(lever=name))
        return
    click.echo(lever.sentence.text(reading_language()))
    table("", LEVERS, [lever])
    if lever.standing.without:
        places = _names([f"{person} {place}" for person, place in lever.standing.without])
        click.echo(_("Its place without a participant: {places}").format(places=places))
    for loop in lever.loops:
        tellers = _names(loop.tellers) or _("nobody tells it whole")
        click.echo(f"{_(loop.part)}: {_steps(loop)} ({tellers})")
    if lever.worse:
        table("", WORSE, lever.worse)
    headings = {
        "": _("Who asks for it"),
        "/claims": _("Who credits it"),
        "/against": _("Who reads it the other way"),
        "/against/claims": _("Who claims that it harms"),
        "/causes": _("What stands behind it"),
    }
    for part, heading in headings.items():
        if found.result.find(name + part):
            click.secho(heading, bold=True)
            print_quotes(found.evidence(name + part))
    click.echo(_(found.sentence))


def print_pairs(found: Advice) -> None:
    """Print the first pairs in order, and those that do not add up."""
    shown = found.pairs[:SHOWN_PAIRS]
    rest = [pair for pair in found.pairs[SHOWN_PAIRS:] if pair.together is not Together.ADDS_UP]
    table(_("Two levers together, {count} pairs").format(count=len(found.pairs)), PAIRS, shown)
    if rest:
        table(_("Further pairs that do not add up"), PAIRS, rest)
    click.echo(_(found.sentence))


def print_budget(budget: Budget, sentence: str) -> None:
    """Print the sets that fit, how they were found, and which levers have no cost."""
    if not budget.sets:
        click.echo(_("No lever with a cost fits into the budget of {budget}.").format(budget=number(budget.budget)))
    else:
        table(_("What fits into a budget of {budget}").format(budget=number(budget.budget)), SETS, budget.sets)
        click.echo(_("{count} sets were compared on the map of all.").format(count=budget.compared))
    if budget.without_cost:
        click.echo(_("Without a cost, so in no set: {levers}").format(levers=_names(budget.without_cost)))
    click.echo(_(sentence))


def _steps(loop: LeverLoop) -> str:
    names = (name.text(reading_language()) for name in (*loop.names, loop.names[0]))
    return " → ".join(f"{name} {ARROWS[move]}" for name, move in zip(names, loop.moves, strict=True))


def _spread(effect: Spread | Undefined) -> object:
    if isinstance(effect, Undefined):
        return effect
    return f"{_plain(effect.median)} ({_plain(effect.low)} … {_plain(effect.high)})"


def _part(effect: Spread | Undefined, part: str) -> object:
    return effect if isinstance(effect, Undefined) else getattr(effect, part)


def _ranks(standing: Standing) -> str:
    return f"{_plain(standing.low)}-{_plain(standing.high)}"


def _plain(value: object) -> str:
    if isinstance(value, Undefined):
        return "—"
    return number(0 if isinstance(value, float) and abs(value) < NOTHING else value)


def _names(names: list[str] | tuple[str, ...]) -> str:
    return list_words(list(names), reading_language())
