"""The words behind a number: who said them, where, who read them so, and whether they may be shown."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LOWERS", "RAISES", "Quote"]

RAISES, LOWERS = " →+ ", " ⊣− "  # between a claim's cause and effect in `Quote.code`


@dataclass(frozen=True, slots=True)
class Quote:
    """One passage as evidence.

    `words` is empty where `withheld` gives the reason (a message id). `translation` is the aligned turn of the
    translation, empty where the reader needs none. `before` and `after` are the words around, inside the same turn.
    `code` is the reading: a code, or of a claim "CAUSE →+ EFFECT" (raises) or "CAUSE ⊣− EFFECT" (lowers). `reasons` say
    why coders read the passage against the code's polarity or level. Rows of a table without a text have no document,
    turn or offsets but a `place`.
    """

    participant: str
    document: str
    turn: int | None
    start: int | None
    end: int | None
    words: str
    withheld: str
    coders: tuple[str, ...]
    code: str
    note: str = ""
    before: str = ""
    after: str = ""
    translation: str = ""
    place: str = ""
    reasons: tuple[str, ...] = ()
