"""The answer to "what is spoken of together": pairs of codes in one turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from kangni.core.names import Label
from kangni.core.undefined import Number
from kangni.methods.columns import Ints
from kangni.results.answer import Answer, Evidence

__all__ = ["CoOccurrence", "CodedTurns", "PairRow"]


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two codes in the same participants' turns, at least once.

    `participants` says both in one turn at least once, `speakers` speak of both anywhere. `flagged` needs three
    participants. `log_odds` is Haldane's with its standard error.
    """

    key: str
    first: str
    second: str
    turns: int
    first_turns: int
    second_turns: int
    participants: int
    speakers: int
    jaccard: Number
    npmi: Number
    log_odds: Number
    log_odds_error: Number
    flagged: bool


@dataclass(frozen=True, slots=True)
class CodedTurns:
    """The counted codings as arrays, one entry a coding and turn."""

    row: Ints = field(compare=False)
    turn: Ints = field(compare=False)
    code: Ints = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoOccurrence(Answer):
    """What is spoken of together, turn by turn.

    The matrices are square and symmetric in the order of `codes`; their diagonals hold each code's own count. A pair
    that never shares a turn is not in `pairs`; its NPMI is undefined ("never together").

    Evidence keys: a pair "STR.O01+ENV.O01" (in either order) opens the codings of both in the turns that they share;
    a code "STR.O01" opens its codings.
    """

    deed: ClassVar[str] = "cooccurrence"
    reading: str
    n: int
    turns: int
    codes: tuple[str, ...]
    names: tuple[Label, ...]
    pairs: tuple[PairRow, ...]  # most participants first
    together: Ints = field(compare=False)  # turns
    together_participants: Ints = field(compare=False)  # participants with a turn that holds both
    speakers: Ints = field(compare=False)  # participants who speak of both anywhere
    coded: CodedTurns = field(repr=False, compare=False, metadata={"show": False})

    def rows(self) -> Sequence[PairRow]:
        """Return one row a pair that shares a turn."""
        return self.pairs

    def keys(self) -> Sequence[str]:
        """Return the keys of all pairs that share a turn, then those of the codes."""
        return (*(pair.key for pair in self.pairs), *self.codes)

    def find(self, key: str) -> Evidence | None:
        """Return the codings of a pair in the turns that they share, or those of a code."""
        pair = self._pair(key)
        if pair is None:
            return None
        coded = self.coded
        first, second = coded.code == pair[0], coded.code == pair[1]
        shared = np.intersect1d(coded.turn[first], coded.turn[second])
        rows = coded.row[(first | second) & np.isin(coded.turn, shared)]
        return Evidence("coding", tuple(np.unique(rows).tolist()))

    def _pair(self, key: str) -> tuple[int, int] | None:
        number = {code: i for i, code in enumerate(self.codes)}
        if key in number:
            return number[key], number[key]
        for place in (i for i, character in enumerate(key) if character == "+"):  # a handle may hold a plus itself
            first, second = key[:place], key[place + 1 :]
            if first in number and second in number:
                return number[first], number[second]
        return None
