"""The deeds of somebody who reads a transcript: codes on words, claims, moments of episodes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from kangni.app import claiming, codings, recoding, telling
from kangni.app.recoding import Reading
from kangni.core.coding import DEFAULT_STANCE, DEFAULT_VOICE, Coding, Time
from kangni.core.episodes import EpisodeState
from kangni.core.names import CodingId
from kangni.core.text import Span
from kangni.study.doing import Doing, given

if TYPE_CHECKING:
    from kangni.core.claims import Claim
    from kangni.core.episodes import Episode

__all__ = ["ReadingText"]


class ReadingText(Doing):
    """Codes, claims and tells episodes, as part of an open study."""

    def apply_code(
        self,
        document: str,
        span: Span,
        code: str,
        *,
        polarity: str | None = None,
        level: str | None = None,
        reason: str = "",
        voice: str = DEFAULT_VOICE,
        stance: str = DEFAULT_STANCE,
        time: Time | None = None,
        memo: str = "",
    ) -> Coding:
        """Apply a code to a span; a polarity or level other than the code's asks for a reason."""
        with self._deed("apply code", {"code": code, "document": document}) as write:
            return codings.apply_code(
                write,
                document,
                span,
                code,
                new_id=self._new_id,
                polarity=polarity,
                level=level,
                reason=reason,
                voice=voice,
                stance=stance,
                time=time,
                memo=memo,
            )

    def remove_codings(self, ids: Sequence[CodingId]) -> int:
        """Remove codings by id and return how many there were."""
        with self._deed("remove codings", {"codings": str(len(ids))}) as write:
            return codings.remove_codings(write, set(ids))

    def drafts(self, *, code: str = "", document: str = "") -> tuple[codings.Draft, ...]:
        """Return the drafts that wait for a person."""
        with self._store.read() as read:
            return codings.drafts(read, code=code, document=document)

    def adopt(self, names: Sequence[str] = (), *, code: str = "", document: str = "") -> int:
        """Adopt drafts, all or those named or chosen, and return how many; only adopted ones count."""
        with self._deed("adopt drafts", given(code=code, document=document, drafts=", ".join(names))) as write:
            return codings.adopt(write, names, code=code, document=document)

    def refuse(self, names: Sequence[str] = (), *, code: str = "", document: str = "") -> int:
        """Remove drafts, all or those named or chosen, and return how many."""
        with self._deed("refuse drafts", given(code=code, document=document, drafts=", ".join(names))) as write:
            return codings.refuse(write, names, code=code, document=document)

    def move_coding(self, coding: CodingId, span: Span) -> Coding:
        """Give a coding of this coder's other bounds."""
        with self._deed("move coding", {"coding": coding.hex[:8]}) as write:
            return recoding.move_coding(write, coding, span)

    def remove_own_codings(self, ids: Sequence[CodingId]) -> int:
        """Remove codings of this coder's by id; nothing is removed where one is somebody else's."""
        with self._deed("remove codings", {"codings": str(len(ids))}) as write:
            return recoding.remove_own_codings(write, ids)

    def recode(self, coding: CodingId, code: str) -> Coding:
        """Give a coding of this coder's another code."""
        with self._deed("recode", {"coding": coding.hex[:8], "code": code}) as write:
            return recoding.recode(write, coding, code)

    def read_coding(self, coding: CodingId, reading: Reading) -> Coding:
        """Change how a coding of this coder's is read: polarity, level, reason, voice, stance, time."""
        with self._deed("read coding", given(coding=coding.hex[:8], reason=reading.reason)) as write:
            return recoding.read_coding(write, coding, reading)

    def note_coding(self, coding: CodingId, memo: str, *, was: str | None = None) -> Coding:
        """Write a memo beside a coding of this coder's; `was` is the one it takes the place of, as one saw it."""
        with self._deed("note coding", {"coding": coding.hex[:8]}) as write:
            return recoding.note_coding(write, coding, memo, was=was)

    def make_claim(
        self,
        document: str,
        span: Span,
        cause: str,
        effect: str,
        *,
        sign: int,
        strength: int | None = None,
        voice: str = DEFAULT_VOICE,
        stance: str = DEFAULT_STANCE,
        note: str = "",
        claim_id: UUID | None = None,
    ) -> Claim:
        """Claim on these words that the cause raises (+1) or lowers (-1) the effect.

        `claim_id` is an id of the caller's; asked twice with the same one, the claim is made once.
        """
        with self._deed("make claim", {"cause": cause, "effect": effect, "document": document}) as write:
            return claiming.make_claim(
                write,
                document,
                span,
                cause,
                effect,
                new_id=self._new_id if claim_id is None else lambda: claim_id,
                sign=sign,
                strength=strength,
                voice=voice,
                stance=stance,
                note=note,
            )

    def change_claim(
        self,
        claim: str,
        *,
        sign: int,
        strength: int | None,
        voice: str = DEFAULT_VOICE,
        stance: str = DEFAULT_STANCE,
        note: str = "",
    ) -> Claim:
        """Change how strongly and in whose voice a claim of this coder's is made."""
        with self._deed("change claim", {"claim": claim}) as write:
            return claiming.change_claim(
                write, claim, sign=sign, strength=strength, voice=voice, stance=stance, note=note
            )

    def remove_claims(self, claims: Sequence[str]) -> int:
        """Remove claims of this coder's and return how many there were."""
        with self._deed("remove claims", {"claims": ", ".join(claims)}) as write:
            return claiming.remove_claims(write, claims)

    def begin_episode(self, document: str, label: str) -> Episode:
        """Begin an open episode of a transcript, without moments yet."""
        with self._deed("begin episode", {"document": document}) as write:
            return telling.begin_episode(write, document, label, new_id=self._new_id)

    def add_moment(self, episode: str, span: Span, stage: str, *, code: str = "") -> Episode:
        """Add words as the last moment of an episode of this coder's."""
        with self._deed("add moment", given(episode=episode, stage=stage, code=code)) as write:
            return telling.add_moment(write, episode, span, stage, code=code)

    def tell_moment(
        self, document: str, span: Span, stage: str, *, episode: str = "", label: str = "", code: str = ""
    ) -> Episode:
        """Add words as a moment of an episode, or of a new one with this label where none is named."""
        facts = given(episode=episode, stage=stage, code=code, document=document)
        with self._deed("add moment", facts) as write:
            return telling.tell_moment(
                write, document, span, stage, new_id=self._new_id, episode=episode, label=label, code=code
            )

    def remove_moment(self, episode: str, position: int) -> Episode:
        """Take one moment out of an episode of this coder's."""
        with self._deed("remove moment", {"episode": episode}) as write:
            return telling.remove_moment(write, episode, position)

    def end_episode(self, episode: str, *, state: EpisodeState, outcome: str | None = None) -> Episode:
        """Say whether a process had ended when it was told, and how."""
        with self._deed("end episode", given(episode=episode, outcome=outcome or "")) as write:
            return telling.end_episode(write, episode, state=state, outcome=outcome)

    def remove_episodes(self, episodes: Sequence[str]) -> int:
        """Remove episodes of this coder's and return how many there were."""
        with self._deed("remove episodes", {"episodes": ", ".join(episodes)}) as write:
            return telling.remove_episodes(write, episodes)
