"""The deeds of people who talk about what they read differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kangni.study.doing import given
from kangni.study.reading import ReadingText

if TYPE_CHECKING:
    from kangni.app.modes import Mode
    from kangni.core.bundle import StudySettings
    from kangni.results.decisions import DecisionRow

__all__ = ["Deciding"]


class Deciding(ReadingText):
    """Says what agreement is to the study, and records what was decided on passages."""

    def set_mode(self, mode: Mode, *, reason: str = "") -> StudySettings:
        """Say what agreement between coders is to this study: "off", "dialogue" or "reliability", and why."""
        from kangni.app.modes import set_mode

        with self._deed("set mode", given(mode=mode, reason=reason)) as write:
            return set_mode(write, mode, reason=reason)

    def decide(
        self,
        passage: str,
        *,
        outcome: str,
        reason: str,
        by: Sequence[str] = (),
        change: str = "",
        codebook_change: str = "",
        remove_from: Sequence[str] = (),
        add_to: Sequence[str] = (),
        recode: Mapping[str, str] | None = None,
        last: int | None = None,
    ) -> DecisionRow:
        """Record what was decided on a passage that coders read differently, and carry out a change.

        Parameters
        ----------
        passage
            CODE/DOCUMENT/TURN as the agreement lists it, or CODE/DOCUMENT/START-END.
        outcome
            "keep", "change" or "both_stand".
        reason
            Why.
        by
            The coders who decided; this one by default.
        change, codebook_change
            What is changed, and how the codebook follows, in free words.
        remove_from, add_to, recode
            With "change": coders who lose the code here, coders who get it on the same words, and coders with the
            code that theirs becomes. All of it is one deed with the decision.
        last
            The number of the decision that stood here when this one was taken, 0 for none: another one taken
            meanwhile is then an error instead of a second decision.

        Raises
        ------
        UnknownName, UnknownTerm, DecisionIncomplete, NotReadSo, WrittenMeanwhile
        """
        from kangni.app.decided import decision_rows
        from kangni.app.decisions import Change, decide

        facts = given(passage=passage, outcome=outcome, reason=reason, by=", ".join(by))
        with self._deed("decide", facts) as write:
            decide(
                write,
                passage,
                outcome=outcome,
                reason=reason,
                new_id=self._new_id,
                clock=self._clock,
                by=by,
                change=change,
                codebook_change=codebook_change,
                carry_out=Change(tuple(remove_from), tuple(add_to), tuple((recode or {}).items())),
                last=last,
            )
            return decision_rows(write)[-1]
