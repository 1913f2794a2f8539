"""The deeds that change the codebook and the words that are coded, as part of an open study."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from kangni.core.names import CodingId, Label
from kangni.study.doing import Doing, given

if TYPE_CHECKING:
    from kangni.app.code_merging import MergeEffect
    from kangni.app.codes import CodedPassage, CodeUse
    from kangni.app.correcting import Corrected
    from kangni.core.codebook import Code

__all__ = ["Defining"]


class Defining(Doing):
    """Makes, defines, moves, merges, splits and removes codes, and corrects transcripts."""

    def code_uses(self) -> dict[str, CodeUse]:
        """Return how often each code was given and by how many, by handle in the order of the codebook."""
        from kangni.app.codes import list_uses

        with self._store.read() as read:
            return list_uses(read, read.columns())

    def coded_passages(self, code: str) -> tuple[CodedPassage, ...]:
        """Return the words that were given a code, each with its coding's id."""
        from kangni.app.codes import list_passages

        with self._store.read() as read:
            return list_passages(read, code)

    def create_code(self, handle: str, name: Label, *, under: str = "", polarity: str = "", level: str = "") -> Code:
        """Add a code, below another one or at the top; polarity and level are that one's unless said."""
        from kangni.app.codes import create_code

        with self._deed("create code", given(code=handle, under=under)) as write:
            return create_code(write, handle, name, new_id=self._new_id, under=under, polarity=polarity, level=level)

    def define_code(
        self,
        code: str,
        *,
        name: Label | None = None,
        definition: Label | None = None,
        use_when: Label | None = None,
        do_not_use: Label | None = None,
        polarity: str | None = None,
        level: str | None = None,
    ) -> Code:
        """Change what a code is called, means, and is read as; None leaves a part as it is."""
        from kangni.app.codes import define_code

        with self._deed("define code", {"code": code}) as write:
            return define_code(
                write,
                code,
                name=name,
                definition=definition,
                use_when=use_when,
                do_not_use=do_not_use,
                polarity=polarity,
                level=level,
            )

    def move_code(self, code: str, under: str = "") -> Code:
        """Put a code, with all below it, under another one, or at the top."""
        from kangni.app.codes import move_code

        with self._deed("move code", given(code=code, under=under)) as write:
            return move_code(write, code, under)

    def merge_codes(self, source: str, into: str, *, dry_run: bool = False) -> MergeEffect:
        """Make two codes one and return the effect in numbers; a dry run tells it and stores nothing."""
        from kangni.app.code_merging import merge_codes

        with self._deed("merge codes", {"source": source, "into": into}, dry_run=dry_run) as write:
            return merge_codes(write, source, into)

    def split_code(self, source: str, handle: str, name: Label, codings: Collection[CodingId]) -> Code:
        """Make a new code beside another one and give it some of that one's codings."""
        from kangni.app.code_merging import split_code

        with self._deed("split code", {"source": source, "code": handle}) as write:
            return split_code(write, source, handle, name, codings, new_id=self._new_id)

    def correct(
        self, document: str, turn: int, words: str, *, was: str | None = None, dry_run: bool = False
    ) -> Corrected:
        """Give a turn of a transcript other words; all codings follow, and those that it touched are listed.

        `was` are the words that it takes the place of, as one saw them.
        """
        from kangni.app.correcting import correct

        with self._deed("correct transcript", given(document=document, turn=str(turn)), dry_run=dry_run) as write:
            return correct(write, document, turn, words, was=was)

    def remove_code(self, code: str) -> None:
        """Take a code away on which nothing rests."""
        from kangni.app.codes import remove_code

        with self._deed("remove code", {"code": code}) as write:
            remove_code(write, code)
