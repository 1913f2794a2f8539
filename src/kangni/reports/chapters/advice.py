"""What the chapter of advice says: to each addressee what is asked for, what is credited and what is declined."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.reports.evidence import Numbers
from kangni.reports.findings import Findings
from kangni.results.advice import AddresseeAdvice, Advice
from kangni.results.levers import Lever
from kangni.results.quotes import Quote

__all__ = ["AddresseeChapter", "AdviceChapter", "LeverWords", "advice_chapter"]

MOST_QUOTES = 2  # under one lever
MOST_VOICES = 6  # of declining or untied suggestions


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
    holds_now: tuple[Lever, ...]
    untied: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class AdviceChapter:
    """The three addressees, or as many as the framework has."""

    advice: Advice
    addressees: tuple[AddresseeChapter, ...]
    asked_most: tuple[Lever, ...]


def advice_chapter(findings: Findings, numbers: Numbers) -> AdviceChapter | None:
    """Return what the chapter says; None where there is nothing to advise on."""
    advice = findings.advice
    if not isinstance(advice, Advice):
        return None
    levers = {lever.id: lever for addressee in advice.addressees for lever in addressee.levers}
    most = max((len(lever.askers) for lever in levers.values()), default=0)
    return AdviceChapter(
        advice=advice,
        addressees=tuple(_addressee(addressee, advice, numbers) for addressee in advice.addressees),
        asked_most=tuple(lever for lever in levers.values() if most and len(lever.askers) == most),
    )


def _addressee(addressee: AddresseeAdvice, advice: Advice, numbers: Numbers) -> AddresseeChapter:
    return AddresseeChapter(
        advice=addressee,
        declining=_words(f"{addressee.addressee}/declining", advice, numbers, MOST_VOICES),
        levers=tuple(_lever(lever, advice, numbers) for lever in addressee.levers),
        holds_now=addressee.holds_now,
        untied=_words(f"{addressee.addressee}/untied", advice, numbers, MOST_VOICES),
    )


def _lever(lever: Lever, advice: Advice, numbers: Numbers) -> LeverWords:
    scope = numbers.scope()
    asked = scope.quotes("advice", lever.id, MOST_QUOTES) if advice.find(lever.id) else ()
    against = f"{lever.id}/against"
    return LeverWords(lever, asked, scope.quotes("advice", against, 1) if advice.find(against) else ())


def _words(key: str, advice: Advice, numbers: Numbers, most: int) -> tuple[Quote, ...]:
    return numbers.scope().quotes("advice", key, most) if advice.find(key) else ()
