"""What the chapter of advice says: what was adopted, then to each addressee what is asked for, credited, declined."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.core.recommendations import RecommendationState, SupportPart
from kangni.core.undefined import Undefined
from kangni.reports.evidence import Numbers
from kangni.reports.figure import Figure
from kangni.reports.figures.pareto import pareto
from kangni.reports.figures.tornado import tornado
from kangni.reports.findings import Findings
from kangni.results.advice import AddresseeAdvice, Advice
from kangni.results.levers import Lever, LeverPair, Together
from kangni.results.quotes import Quote
from kangni.results.recommendations import Recommended

__all__ = [
    "AddresseeChapter",
    "AdoptedWords",
    "AdviceChapter",
    "LeverWords",
    "RecommendationsChapter",
    "advice_chapter",
    "recommendations_chapter",
]

MOST_QUOTES = 2  # under one lever
MOST_VOICES = 6  # of declining or untied suggestions
MOST_PAIRS = 10  # that do not add up


@dataclass(frozen=True, slots=True)
class AdoptedWords:
    """An adopted recommendation and the words of some whom it rested on."""

    recommended: Recommended
    asked: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class RecommendationsChapter:
    """What the researchers stand behind, and what they declined."""

    adopted: tuple[AdoptedWords, ...]
    declined: tuple[Recommended, ...]


@dataclass(frozen=True, slots=True)
class LeverWords:
    """A lever and the words of some who ask for it, or of those who stand against it."""

    lever: Lever
    asked: tuple[Quote, ...]
    against: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class AddresseeChapter:
    """All that is said to one addressee, in the order in which it is told."""

    advice: AddresseeAdvice
    declining: tuple[Quote, ...]
    levers: tuple[LeverWords, ...]
    holds_now: tuple[LeverWords, ...]
    untied: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class AdviceChapter:
    """The three addressees, or as many as the framework has, with the pictures of all levers.

    `pairs` are those whose effect is not the sum of both.
    """

    advice: Advice
    addressees: tuple[AddresseeChapter, ...]
    asked_most: tuple[Lever, ...]
    pairs: tuple[LeverPair, ...]
    tornado: Figure | None
    pareto: Figure | None


def advice_chapter(findings: Findings, numbers: Numbers) -> AdviceChapter | None:
    """Return what the chapter says; None where there is nothing to advise on."""
    advice = findings.advice
    if not isinstance(advice, Advice):
        return None
    levers = {lever.id: lever for addressee in advice.addressees for lever in addressee.levers}
    most = max((len(lever.askers) for lever in levers.values()), default=0)
    language, links = findings.language, numbers.links("advice")
    has_effects = any(not isinstance(lever.effect, Undefined) for lever in advice.levers())
    return AdviceChapter(
        advice=advice,
        addressees=tuple(_addressee(addressee, advice, numbers) for addressee in advice.addressees),
        asked_most=tuple(lever for lever in levers.values() if most and len(lever.askers) == most),
        pairs=tuple(pair for pair in advice.pairs if pair.together is not Together.ADDS_UP)[:MOST_PAIRS],
        tornado=tornado(advice, language=language, link_to=links) if has_effects else None,
        pareto=pareto(advice, language=language, link_to=links) if has_effects else None,
    )


def recommendations_chapter(findings: Findings) -> RecommendationsChapter:
    """Return what was adopted, with words of those who asked then, and what was declined."""
    found = findings.recommendations
    return RecommendationsChapter(
        adopted=tuple(AdoptedWords(one, _words_of(one)) for one in found.adopted()),
        declined=tuple(one for one in found.recommendations if one.state is RecommendationState.DECLINED),
    )


def _words_of(one: Recommended) -> tuple[Quote, ...]:
    """Return words that may be shown: of those who asked, else of those who credited it; one of each person first."""
    for part in (SupportPart.ASKS, SupportPart.CREDITS):
        shown = [kept.quote for kept in one.evidence if kept.part is part and kept.quote.words]
        firsts = {quote.participant: quote for quote in reversed(shown)}
        if firsts:
            return tuple(quote for quote in shown if quote in firsts.values())[:MOST_QUOTES]
    return ()


def _addressee(addressee: AddresseeAdvice, advice: Advice, numbers: Numbers) -> AddresseeChapter:
    return AddresseeChapter(
        advice=addressee,
        declining=_words(f"{addressee.addressee}/declining", advice, numbers, MOST_VOICES),
        levers=tuple(_lever(lever, advice, numbers) for lever in addressee.levers),
        holds_now=tuple(_lever(lever, advice, numbers) for lever in addressee.holds_now),
        untied=_words(f"{addressee.addressee}/untied", advice, numbers, MOST_VOICES),
    )


def _lever(lever: Lever, advice: Advice, numbers: Numbers) -> LeverWords:
    scope = numbers.scope()
    asked = scope.quotes("advice", lever.id, MOST_QUOTES) if advice.find(lever.id) else ()
    against = f"{lever.id}/against"
    return LeverWords(lever, asked, scope.quotes("advice", against, 1) if advice.find(against) else ())


def _words(key: str, advice: Advice, numbers: Numbers, most: int) -> tuple[Quote, ...]:
    return numbers.scope().quotes("advice", key, most) if advice.find(key) else ()
