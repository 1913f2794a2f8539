"""Where the head of a transcript ends: title, date, place and who took part, none of which anybody said."""

from __future__ import annotations

import re

from kangni.exchange.documents.labels import HEAD_KEYS, fold_label

__all__ = ["head_end"]

_FIELD = re.compile(r"[^\S\n]*(?P<key>[^\s:：][^:：\n]{0,19})[:：].{0,40}")
_LONGEST_HEAD = 2_000
_LONGEST_TITLE = 60
_SURE_FIELDS = 2


def head_end(text: str) -> int:
    """Return the offset at which the head ends: its `#` lines, then fields such as `日期：` one to a line.

    Speakers may be named in the head (`访谈者：李某`): before a field that nobody says, or between such fields and a
    blank line. At least two such fields are asked for, and no name comes twice.
    """
    begin = _comments_end(text)
    position, fields, end, seen = begin, 0, begin, set[str]()
    for line in text[begin : begin + _LONGEST_HEAD].split("\n"):
        position += len(line) + 1
        field = _FIELD.fullmatch(line)
        key = fold_label(field["key"]) if field else ""
        if not line.strip():
            if fields >= _SURE_FIELDS:
                end = position
                break
        elif key in HEAD_KEYS:
            fields, end = fields + 1, position
        elif key in seen if field else bool(seen) or len(line) > _LONGEST_TITLE:
            break
        if key:
            seen.add(key)
    return min(end, len(text)) if fields >= _SURE_FIELDS else begin


def _comments_end(text: str) -> int:
    end = 0
    while text.startswith("#", end):
        end = text.find("\n", end) + 1 or len(text)
    return end
