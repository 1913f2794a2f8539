"""Comments in the margins of transcripts, as memos on their documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from kangni.app.incoming import Incoming
from kangni.core.memos import Memo, MemoKind, MemoTarget
from kangni.core.names import Label, MemoId
from kangni.core.ports import NewId, Writer

__all__ = ["Comments", "memos_of"]

# What becomes of comments in the margin: they are left out and counted, or each becomes a memo.
Comments = Literal["leave", "memo"]
_HAN = re.compile(r"[\u3400-\u9fff]")


def memos_of(write: Writer, incoming: Sequence[Incoming], *, new_id: NewId) -> list[Memo]:
    """Return a memo on its document for each comment, with the words it hangs on.

    They are by whoever brings them in: the names of commenting people, which files carry, stay outside.
    """
    return [
        Memo(
            id=MemoId(new_id()),
            target=MemoTarget.DOCUMENT,
            target_id=each.id,
            author=write.actor(),
            kind=MemoKind.ANALYTIC,
            text=_label(f"“{remark.words}”: {remark.text}" if remark.words else remark.text),
            written=remark.written,
        )
        for each in incoming
        for remark in each.found.remarks
    ]


def _label(words: str) -> Label:
    return Label(zh=words) if _HAN.search(words) else Label(en=words)
