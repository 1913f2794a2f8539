"""The deeds that lead from suggestions to advice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kangni.app.consent import Audience, policy
from kangni.study.asking import today
from kangni.study.doing import Doing, given
from kangni.study.shown import Shown

if TYPE_CHECKING:
    from kangni.results.suggestions import Suggestions

__all__ = ["Advising"]


class Advising(Doing):
    """Ties what people propose to levers."""

    def suggestions(self) -> Shown[Suggestions]:
        """List what people propose, with their words and what coders tied it to; untied ones are never dropped."""
        from kangni.app.suggestions import list_suggestions

        return self._ask(
            ("suggestions",),
            lambda read, columns: list_suggestions(
                read,
                columns,
                policy(read, audience=Audience.TEAM, on=today()),
                on=today(),
                language=self._language,
            ),
        )

    def tie(
        self, passage: str, levers: Sequence[str] = (), *, declines: bool = False, note: str = ""
    ) -> tuple[str, ...]:
        """Tie a suggestion to levers, and return all levers to which you tie it now.

        Parameters
        ----------
        passage
            CODE/DOCUMENT/TURN as `suggestions` lists it, or CODE/DOCUMENT/START-END.
        levers
            Lever families of the framework, or codes that are levers by themselves, by id or name. They add to those
            you tied it to before. A draft of one of them is adopted thereby.
        declines
            The words decline to advise: tied to no lever, and shown with their words at the head of their addressee.
        note
            Why.

        Raises
        ------
        UnknownName, UnknownLever, UnknownTerm
        """
        from kangni.app.tying import tie

        facts = given(passage=passage, levers=", ".join(levers), declines="yes" if declines else "", note=note)
        with self._deed("tie suggestion", facts) as write:
            return tie(write, passage, levers, new_id=self._new_id, declines=declines, note=note)

    def untie(self, passage: str, levers: Sequence[str] = ()) -> tuple[str, ...]:
        """Take away your ties of a suggestion to some levers, by default all, and return those that stay.

        A draft of these levers is refused, whoever made it, and is not proposed again.

        Raises
        ------
        UnknownName, UnknownLever, NotTied
        """
        from kangni.app.tying import untie

        with self._deed("untie suggestion", given(passage=passage, levers=", ".join(levers))) as write:
            return untie(write, passage, levers)

    def draft_ties(self, *, dry_run: bool = False) -> int:
        """Draft ties from the codebook's cue words and return how many are new; each counts only once it is tied."""
        from kangni.app.tying import draft_ties

        with self._deed("draft ties", {}, dry_run=dry_run) as write:
            return draft_ties(write, write.columns(), on=today(), new_id=self._new_id)
