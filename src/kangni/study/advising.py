"""The deeds that lead from suggestions to advice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kangni.app.consent import Audience, policy
from kangni.core.errors import NothingToAnalyse
from kangni.core.names import Label
from kangni.core.ports import Progressing
from kangni.methods.chance import DEFAULT_SEED
from kangni.study.asking import today
from kangni.study.doing import Doing, given
from kangni.study.explaining import MEMBERS, Explaining, silent
from kangni.study.shown import Shown

if TYPE_CHECKING:
    from kangni.core.recommendations import Recommendation
    from kangni.results.advice import Advice
    from kangni.results.recommendations import Recommendations
    from kangni.results.suggestions import Suggestions
    from kangni.storage.writer import SqliteWriter

__all__ = ["Advising"]


class Advising(Doing, Explaining):
    """Ties what people propose to levers, and adopts or declines levers as recommendations."""

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

    def recommend(
        self,
        lever: str,
        *,
        to: str = "",
        en: str = "",
        zh: str = "",
        reason: str = "",
        members: int = MEMBERS,
        seed: int = DEFAULT_SEED,
        progress: Progressing = silent,
    ) -> Recommendation:
        """Adopt a lever as a recommendation; all that it rests on is kept with it as it is now.

        Parameters
        ----------
        lever
            By id or name.
        to
            The addressee, where the lever has several.
        en, zh
            The words, in one language or both; by default those that `advise` says.
        reason
            Why, for those who come after.
        members, seed
            Of the ensemble that the effect is read from.

        Raises
        ------
        UnknownLever, AddresseeUnsaid, AlreadyDecided, NothingToAnalyse
        """
        from kangni.app.recommending import recommend

        advice = self._advised(members, seed, progress)
        words = Label(en=en, zh=zh) if en or zh else None
        with self._deed("recommend", given(lever=lever, to=to, reason=reason)) as write:
            return recommend(
                write,
                _as_it_stands(write, advice),
                lever,
                new_id=self._new_id,
                clock=self._clock,
                to=to,
                words=words,
                reason=reason,
            )

    def decline(
        self,
        lever: str,
        *,
        reason: str,
        to: str = "",
        members: int = MEMBERS,
        seed: int = DEFAULT_SEED,
        progress: Progressing = silent,
    ) -> Recommendation:
        """Decline a lever with the reason; what it rests on now is kept with it.

        Raises
        ------
        UnknownLever, AddresseeUnsaid, AlreadyDecided, RecommendationIncomplete, NothingToAnalyse
        """
        from kangni.app.recommending import decline

        advice = self._advised(members, seed, progress)
        with self._deed("decline lever", given(lever=lever, to=to, reason=reason)) as write:
            return decline(
                write,
                _as_it_stands(write, advice),
                lever,
                reason=reason,
                new_id=self._new_id,
                clock=self._clock,
                to=to,
            )

    def reword(self, lever: str, *, en: str = "", zh: str = "", to: str = "") -> Recommendation:
        """Give an adopted recommendation other words, in one language or both; what it rests on stays.

        Raises
        ------
        UnknownLever, NotRecommended, AddresseeUnsaid, RecommendationIncomplete
        """
        from kangni.app.recommending import reword

        with self._deed("reword recommendation", given(lever=lever, to=to)) as write:
            return reword(write, lever, Label(en=en, zh=zh), to=to)

    def recommendations(self, *, progress: Progressing = silent) -> Shown[Recommendations]:
        """List what was adopted and declined: in which words, what it rested on then, and whether it still holds."""
        from kangni.app.recommendations import list_recommendations, runs_of

        with self._store.read() as read:
            runs = runs_of(read)
        advice_by_runs = {(members, seed): self._advised_or_none(members, seed, progress) for members, seed in runs}
        return self._ask(
            ("recommendations",),
            lambda read, _columns: list_recommendations(
                read, advice_by_runs, policy(read, audience=Audience.TEAM, on=today()), language=self._language
            ),
        )

    def _advised(self, members: int, seed: int, progress: Progressing) -> Advice:
        return self.advise(members=members, seed=seed, progress=progress).result

    def _advised_or_none(self, members: int, seed: int, progress: Progressing) -> Advice | None:
        try:
            return self._advised(members, seed, progress)
        except NothingToAnalyse:
            return None


def _as_it_stands(write: SqliteWriter, advice: Advice) -> Advice:
    """Return an advice, asked for again where somebody changed the study between the question and the deed."""
    from kangni.app.advice import advice as ask

    if advice.revision == write.revision:
        return advice
    return ask(write, write.columns(), on=today(), members=advice.members, seed=advice.seed)
