"""Conditions on a study's quotes: what is asked of codes, people, coders and words."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal, TypeAlias

from kangni.core.names import check_text

__all__ = ["Conditions", "SavedRetrieval", "Within"]

# what holds codes together: the same words, a turn, turns near one another, an episode
Within: TypeAlias = Literal["words", "turn", "near", "episode"]


@dataclass(frozen=True, slots=True)
class Conditions:
    """Which quotes are wanted; everything that is empty asks for nothing.

    A quote is wanted where its code is one of `codes`, or below one of them. All of `together` must stand with it, and
    none of `without`, `within` the same words, turn or episode, or not more than `turns` turns away. Without `codes`,
    quotes of `together` are wanted. `where` are conditions on attributes, such as "role=front-line" or "age>=35": of
    those on one attribute with "=" one must hold, of all others each. `words` stand in the quote.
    """

    codes: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    within: Within = "turn"
    turns: int = 2
    people: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    stances: tuple[str, ...] = ()
    polarities: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    words: str = ""

    def asked(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return what is asked for by the name of the condition; `within` only where it matters."""
        lists = [(each.name, getattr(self, each.name)) for each in fields(self) if each.name not in _NO_LISTS]
        found = [(name, values) for name, values in lists if values]
        if self.together or self.without:
            found.append(("within", (self.within,)))
            if self.within == "near":
                found.append(("turns", (str(self.turns),)))
        return (*found, ("words", (self.words,))) if self.words.strip() else tuple(found)


@dataclass(frozen=True, slots=True)
class SavedRetrieval:
    """Conditions that the study keeps under a name."""

    name: str
    conditions: Conditions

    def __post_init__(self) -> None:
        check_text("name", self.name)


_NO_LISTS = {"within", "turns", "words"}
