"""A study's words in one language: names of codes and terms, numbers as a reader wants them, lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from kangni.core.codebook import Codebook
from kangni.core.errors import N_
from kangni.core.framework import Framework
from kangni.core.names import Label
from kangni.core.undefined import Number, Undefined
from kangni.language import Language, list_words, translations

__all__ = ["DASH", "PUNCTUATION", "Wording", "shown_digits"]

DASH = "—"
PUNCTUATION: dict[Language, dict[str, str]] = {
    "zh": {
        "comma": "，",
        "stop": "。",
        "colon": "：",
        "semicolon": "；",
        "list_comma": "、",
        "open": "（",
        "close": "）",
        "gap": "",
    },
    "en": {
        "comma": ", ",
        "stop": ".",
        "colon": ": ",
        "semicolon": "; ",
        "list_comma": ", ",
        "open": " (",
        "close": ")",
        "gap": " ",
    },
}


class Wording:
    """What things are called in the reader's language."""

    def __init__(self, codebook: Codebook, framework: Framework, *, language: Language) -> None:
        self.language: Language = language
        self.catalogue = translations(language)
        self._codes = {code.handle: code.name.text(language) for code in codebook}
        self._levels = _names(framework.levels, language)
        self._polarities = _names(framework.polarities, language)
        self._voices = _names(framework.voices, language)
        self._stances = _names(framework.stances, language)
        # ids of different kinds may be alike; here the first kind wins
        kinds = (
            self._polarities,
            _names(framework.stages, language),
            _names(framework.outcomes, language),
            self._voices,
            self._stances,
            self._levels,
            _names(framework.constructs, language),
        )
        self._terms = {term: name for kind in reversed(kinds) for term, name in kind.items()}
        self._levers = {family.id: family.name.text(language) for family in framework.lever_families}

    def translate(self, message: str) -> str:
        """Return a message in the reader's language; what is no message comes back as it is."""
        return self.catalogue.gettext(message) if message else ""

    def code(self, handle: str) -> str:
        """Return what a code is called, its handle where it has no name."""
        return self._codes.get(handle) or handle

    def term(self, term: str) -> str:
        """Return what a polarity, stage, outcome or construct of the framework is called, or a message in words."""
        return self._terms.get(term) or self.translate(term)

    def level(self, term: str | None) -> str:
        """Return what a level is called."""
        return self._levels.get(term or "", "")

    def polarity(self, term: str | None) -> str:
        """Return what a polarity is called."""
        return self._polarities.get(term or "", "")

    def voice(self, term: str) -> str:
        """Return whose view a voice is."""
        return self._voices.get(term, term)

    def stance(self, term: str) -> str:
        """Return how a speaker stands to a view."""
        return self._stances.get(term, term)

    def lever(self, lever: str) -> str:
        """Return what a lever is called: its family's name, or that of a code that is a lever by itself."""
        return self._levers.get(lever) or self.code(lever)

    def names(self, names: Iterable[str]) -> str:
        """Return names as a list in running text."""
        return list_words(list(names), self.language)

    def sentence(self, message: str, facts: Mapping[str, object] | Iterable[tuple[str, object]]) -> str:
        """Return a message whose facts stand in braces, with terms and messages among the facts put into words."""
        shown = {name: self.fact(value) for name, value in dict(facts).items()}
        return self.translate(message).format_map(shown)

    def fact(self, value: object) -> str:
        """Return a fact of a setting or caution in words."""
        match value:
            case bool():
                return self.translate(N_("yes")) if value else self.translate(N_("no"))
            case float():
                return shown_digits(value)
            case str() if value not in self._terms and (words := self.translate(value)) != value:
                return words
            case str():
                return (
                    self.names(self._word(part.strip()) for part in value.replace(";", ",").split(","))
                    if value
                    else DASH
                )
            case date():
                return self.day(value)
        return str(value)

    def number(self, value: Number | int, *, digits: int = 2, signed: bool = False) -> str:
        """Return two or three meaningful digits, a dash where there is no number."""
        if isinstance(value, Undefined):
            return DASH
        if isinstance(value, int):
            return f"{value:,}" if value >= 10_000 else str(value)  # noqa: RUF100 - thousands are grouped from there
        return shown_digits(value, digits=digits, signed=signed)

    def amount(self, value: Number) -> str:
        """Return how many things there are, where that was estimated and need not be whole."""
        return DASH if isinstance(value, Undefined) else f"{value:.1f}".removesuffix(".0")

    def day(self, value: date) -> str:
        """Return a date as people write it."""
        if self.language == "zh":
            return f"{value.year} 年 {value.month} 月 {value.day} 日"
        return f"{value.day} {value:%B %Y}"

    def _word(self, part: str) -> str:
        return self._terms.get(part) or self._codes.get(part) or self.translate(part)


def shown_digits(value: float, *, digits: int = 2, signed: bool = False) -> str:
    """Return a number with `digits` meaningful digits, a real minus sign, and never in powers of ten."""
    if value == 0:
        return "0"
    places = max(0, digits - 1 - _magnitude(value))
    text = f"{abs(value):.{places}f}"
    sign = "−" if value < 0 else "+" if signed else ""
    return f"{sign}{text}" if float(text) else "0"


def _magnitude(value: float) -> int:
    return int(f"{abs(value):e}".split("e")[1])


class _Named(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def name(self) -> Label: ...


def _names(entries: Iterable[_Named], language: Language) -> dict[str, str]:
    return {entry.id: entry.name.text(language) for entry in entries}
