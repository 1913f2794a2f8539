"""An open study: every deed as a method, wired to the store that the study lives in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kangni.app import codings, people
from kangni.core.changes import Entry
from kangni.core.codebook import Codebook
from kangni.core.coding import DEFAULT_STANCE, DEFAULT_VOICE, Coding, Time
from kangni.core.names import CodingId
from kangni.core.people import Participant
from kangni.core.ports import NewId, Reader, Writer
from kangni.core.text import Span
from kangni.language import Language
from kangni.study.asking import Asking

if TYPE_CHECKING:
    from kangni.storage.store import SqliteStore

__all__ = ["Study"]


class Study(Asking):
    """An open study. Use it in a `with` block, or call `close`.

    Each changing method is one deed: one transaction, one entry of the history, taken back by `undo`. With
    `dry_run=True` it computes everything and stores nothing. Methods that ask return results that open to their words.
    """

    def __init__(self, store: SqliteStore, *, coder: str, language: Language, new_id: NewId) -> None:
        super().__init__(store, language=language)
        self._coder = coder
        self._new_id = new_id

    # --- the file ---------------------------------------------------------------------------------------------------

    @property
    def path(self) -> Path:
        """Return the study's file."""
        return self._store.path

    def close(self) -> None:
        """Close the file; nothing is pending, each deed was stored when it ended."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self) -> AbstractContextManager[Reader]:
        """Open a view of the study as it stands: `with study.read() as read: ...`."""
        return self._store.read()

    def codebook(self) -> Codebook:
        """Return the codes as a tree."""
        with self._store.read() as read:
            return read.codebook()

    def hash(self) -> str:
        """Return the SHA-256 of all that the study says: same study, same hash."""
        with self._store.read() as read:
            return read.hash()

    def history(self) -> tuple[Entry, ...]:
        """Return who did what, first deed first."""
        with self._store.read() as read:
            return tuple(read.history())

    def undo(self) -> Entry:
        """Take back this coder's last deed that still stands."""
        return self._store.undo(self._coder)

    def redo(self) -> Entry:
        """Do again what this coder last took back."""
        return self._store.redo(self._coder)

    def backup(self) -> Path:
        """Make a verified copy beside the study and return its path."""
        return self._store.backup()

    # --- coding -------------------------------------------------------------------------------------------------------

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
        with self._deed("adopt drafts", _given(code=code, document=document, drafts=", ".join(names))) as write:
            return codings.adopt(write, names, code=code, document=document)

    def refuse(self, names: Sequence[str] = (), *, code: str = "", document: str = "") -> int:
        """Remove drafts, all or those named or chosen, and return how many."""
        with self._deed("refuse drafts", _given(code=code, document=document, drafts=", ".join(names))) as write:
            return codings.refuse(write, names, code=code, document=document)

    # --- people -------------------------------------------------------------------------------------------------------

    def declare_seen(self, documents: Sequence[str], *, coder: str = "") -> int:
        """Note that a coder, this one by default, has finished documents; return how many are new."""
        with self._deed("declare seen", {"documents": ", ".join(documents)}) as write:
            write.actor()
            return people.declare_seen(write, coder or self._coder, documents)

    def record_consent(self, participant: str, words: str) -> Participant:
        """Record what a participant released, such as "analysis;quote;until 2027-12-31"."""
        with self._deed("record consent", {"participant": participant, "consent": words}) as write:
            return people.record_consent(write, participant, words)

    def release(self, participant: str, documents: Sequence[str] = ()) -> int:
        """Mark a participant's coded words as reviewed by the speaker and return how many codings were marked."""
        with self._deed("release words", {"participant": participant}) as write:
            return people.release(write, participant, documents)

    @contextmanager
    def _deed(self, deed: str, facts: Mapping[str, str], *, dry_run: bool = False) -> Iterator[Writer]:
        try:
            with self._store.write(deed, self._coder, facts) as write:
                yield write
                _stop(dry_run=dry_run)
        except _NotMeant:
            pass


class _NotMeant(Exception):
    """Takes a dry run back: everything was computed, nothing is to be stored."""


def _stop(*, dry_run: bool) -> None:
    if dry_run:
        raise _NotMeant


def _given(**facts: str) -> dict[str, str]:
    return {name: value for name, value in facts.items() if value}
