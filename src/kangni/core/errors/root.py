"""The root of all mistakes, and how their sentences are put into words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import ClassVar

__all__ = ["N_", "ExtraMissing", "KangniError", "Translate", "closest"]

Translate = Callable[[str], str]
# Facts that are words of ours, such as the kind of a thing, and so are message ids themselves.
_TERMS = frozenset({"kind", "by", "analysis", "needs", "deed", "known", "later_deed", "missing", "problem", "purpose"})


def N_(message: str) -> str:  # noqa: N802 - gettext's customary marker for a message id
    """Mark a message id for the catalogue and return it unchanged."""
    return message


def closest(name: str, known: Iterable[str]) -> str:
    """Return the known name that looks most like `name`, or an empty string."""
    by_fold = {candidate.casefold(): candidate for candidate in known}
    found = get_close_matches(name.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else ""


@dataclass(eq=False)
class KangniError(Exception):
    """The root: something could not be done, nothing was stored, and the sentence says why."""

    message: ClassVar[str] = N_("Kangni could not do this.")
    hint: ClassVar[str] = ""

    def in_words(self, translate: Translate = str) -> str:
        """Return the sentence, and below it the hint, in the language of `translate`."""
        facts = {name: _translated(name, fact, translate) for name, fact in self.facts().items()}
        lines = [translate(text).format_map(facts) for text in (self.message, self.hint) if text]
        return "\n".join(line for line in lines if line.strip())

    def facts(self) -> dict[str, object]:
        """Return what the error knows, by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __str__(self) -> str:
        return self.in_words()


def _translated(name: str, fact: object, translate: Translate) -> object:
    return translate(fact) if name in _TERMS and isinstance(fact, str) and fact else fact


@dataclass(eq=False)
class ExtraMissing(KangniError):
    """An optional dependency that this needs."""

    purpose: str
    extra: str
    message = N_("{purpose} needs an optional part that is not installed.")
    hint = N_('Install it with: pip install "kangni[{extra}]"')
