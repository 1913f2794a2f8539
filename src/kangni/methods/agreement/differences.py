"""The turns that coders read differently, as columns."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.methods.columns import Bools, Ints

__all__ = ["Differences"]


@dataclass(frozen=True, slots=True, eq=False)
class Differences:
    """Turns that some coders gave a code and others, who have seen them too, did not; sorted by document, turn, code.

    `code`, `document`, `participant` are indices as in the columns, `turn` is the ordinal in its document; `coded` and
    `seen` are [difference, compared coder]. The codings behind difference i (with the code, or with another code on
    the same words by one who did not give it) stand in `coding_rows[coding_start[i]:coding_start[i + 1]]`, and those
    other codes likewise in `others[other_start[i]:other_start[i + 1]]`.
    """

    code: Ints
    document: Ints
    turn: Ints
    participant: Ints
    coded: Bools
    seen: Bools
    coding_start: Ints
    coding_rows: Ints
    other_start: Ints
    others: Ints

    def __len__(self) -> int:
        return self.code.size

    def evidence(self, i: int) -> tuple[int, ...]:
        """Return the rows of the codings behind difference `i`."""
        return tuple(self.coding_rows[self.coding_start[i] : self.coding_start[i + 1]].tolist())

    def other_codes(self, i: int) -> tuple[int, ...]:
        """Return the codes that those who did not give the code gave the same words instead."""
        return tuple(self.others[self.other_start[i] : self.other_start[i + 1]].tolist())
