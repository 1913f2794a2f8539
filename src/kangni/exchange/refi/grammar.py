"""Which attributes and children each element of the standard may have, in the order of its schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

__all__ = ["CONTAINERS", "GRAMMAR", "INNER", "MEDIA", "ROOTS", "Rule", "Sort", "fits"]


class Sort(Enum):
    """What an attribute holds."""

    GUID = auto()
    WORDS = auto()
    NUMBER = auto()
    FLAG = auto()
    COLOUR = auto()
    TIME = auto()
    DIRECTION = auto()
    SHAPE = auto()
    LINE = auto()
    TYPE = auto()


@dataclass(frozen=True, slots=True)
class Rule:
    """An element's attributes, those it must have, and its children; `holds_words` marks an element with text."""

    attributes: Mapping[str, Sort]
    required: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    holds_words: bool = False


ROOTS = frozenset({"Project", "CodeBook"})
# elements that only hold others
CONTAINERS = frozenset({"Users", "Codes", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs"})
# elements that stand in these
INNER = frozenset(
    {
        "User", "Code", "Variable", "Case", "TextSource", "PictureSource", "PDFSource", "AudioSource", "VideoSource",
        "Note", "Link", "Set", "Graph",
    }
)  # fmt: skip
# sources that are not text, or not only
MEDIA = frozenset({"PictureSource", "PDFSource", "AudioSource", "VideoSource"})

_AUDIT = {
    "creatingUser": Sort.GUID,
    "creationDateTime": Sort.TIME,
    "modifyingUser": Sort.GUID,
    "modifiedDateTime": Sort.TIME,
}
_NAMED = {"guid": Sort.GUID, "name": Sort.WORDS}
_FILE = {**_NAMED, "path": Sort.WORDS, "currentPath": Sort.WORDS, **_AUDIT}
_CORNERS = {"firstX": Sort.NUMBER, "firstY": Sort.NUMBER, "secondX": Sort.NUMBER, "secondY": Sort.NUMBER}
_CODED = ("Coding", "NoteRef", "VariableValue")
_MARKED = ("Description", "Coding", "NoteRef")
_TEXT = Rule(
    {**_NAMED, "richTextPath": Sort.WORDS, "plainTextPath": Sort.WORDS, **_AUDIT},
    ("guid",),
    ("Description", "PlainTextContent", "PlainTextSelection", *_CODED),
)
_HEARD = Rule(
    {**_NAMED, "begin": Sort.NUMBER, "end": Sort.NUMBER, **_AUDIT},
    ("guid", "begin", "end"),
    ("Description", *_CODED[:2]),
)
_POINTER = Rule({"targetGUID": Sort.GUID}, ("targetGUID",))
_WORDS = Rule({}, holds_words=True)

GRAMMAR: Mapping[str, Rule] = {
    "User": Rule({**_NAMED, "id": Sort.WORDS}, ("guid",)),
    "Code": Rule(
        {**_NAMED, "isCodable": Sort.FLAG, "color": Sort.COLOUR},
        ("guid", "name", "isCodable"),
        ("Description", "NoteRef", "Code"),
    ),
    "Variable": Rule(
        {**_NAMED, "typeOfVariable": Sort.TYPE}, ("guid", "name", "typeOfVariable"), ("Description",)
    ),
    "VariableValue": Rule(
        {},
        (),
        (
            "VariableRef", "TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue",
        ),
    ),
    "Case": Rule(_NAMED, ("guid",), ("Description", "CodeRef", "VariableValue", "SourceRef", "SelectionRef")),
    "TextSource": _TEXT,
    "Note": _TEXT,
    "Representation": _TEXT,
    "TextDescription": _TEXT,
    "PlainTextSelection": Rule(
        {**_NAMED, "startPosition": Sort.NUMBER, "endPosition": Sort.NUMBER, **_AUDIT},
        ("guid", "startPosition", "endPosition"),
        _MARKED,
    ),
    "PictureSource": Rule(_FILE, ("guid",), ("Description", "TextDescription", "PictureSelection", *_CODED)),
    "PictureSelection": Rule({**_NAMED, **_CORNERS, **_AUDIT}, ("guid", *_CORNERS), _MARKED),
    "PDFSource": Rule(_FILE, ("guid",), ("Description", "PDFSelection", "Representation", *_CODED)),
    "PDFSelection": Rule(
        {**_NAMED, "page": Sort.NUMBER, **_CORNERS, **_AUDIT},
        ("guid", "page", *_CORNERS),
        ("Description", "Representation", "Coding", "NoteRef"),
    ),
    "AudioSource": Rule(_FILE, ("guid",), ("Description", "Transcript", "AudioSelection", *_CODED)),
    "AudioSelection": _HEARD,
    "VideoSource": Rule(_FILE, ("guid",), ("Description", "Transcript", "VideoSelection", *_CODED)),
    "VideoSelection": _HEARD,
    "Transcript": Rule(
        _TEXT.attributes,
        ("guid",),
        ("Description", "PlainTextContent", "SyncPoint", "TranscriptSelection", "NoteRef"),
    ),
    "TranscriptSelection": Rule(
        {**_NAMED, "fromSyncPoint": Sort.GUID, "toSyncPoint": Sort.GUID, **_AUDIT}, ("guid",), _MARKED
    ),
    "SyncPoint": Rule({"guid": Sort.GUID, "timeStamp": Sort.NUMBER, "position": Sort.NUMBER}, ("guid",)),
    "Coding": Rule(
        {"guid": Sort.GUID, "creatingUser": Sort.GUID, "creationDateTime": Sort.TIME},
        ("guid",),
        ("CodeRef", "NoteRef"),
    ),
    "Link": Rule(
        {
            **_NAMED,
            "direction": Sort.DIRECTION,
            "color": Sort.COLOUR,
            "originGUID": Sort.GUID,
            "targetGUID": Sort.GUID,
        },
        ("guid",),
        ("NoteRef",),
    ),
    "Set": Rule(_NAMED, ("guid", "name"), ("Description", "MemberCode", "MemberSource", "MemberNote")),
    "Graph": Rule(_NAMED, ("guid",), ("Vertex", "Edge")),
    "Vertex": Rule(
        {**_NAMED, "representedGUID": Sort.GUID, **_CORNERS, "shape": Sort.SHAPE, "color": Sort.COLOUR},
        ("guid", "firstX", "firstY"),
    ),
    "Edge": Rule(
        {
            **_NAMED,
            "representedGUID": Sort.GUID,
            "sourceVertex": Sort.GUID,
            "targetVertex": Sort.GUID,
            "color": Sort.COLOUR,
            "direction": Sort.DIRECTION,
            "lineStyle": Sort.LINE,
        },
        ("guid", "sourceVertex", "targetVertex"),
    ),
    **dict.fromkeys(
        ("CodeRef", "NoteRef", "SourceRef", "SelectionRef", "VariableRef", "MemberCode", "MemberSource", "MemberNote"),
        _POINTER,
    ),
    **dict.fromkeys(
        (
            "Description", "PlainTextContent", "TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue",
            "DateTimeValue",
        ),
        _WORDS,
    ),
}  # fmt: skip

_ZONE = r"(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_DAY = r"-?([1-9]\d{3,}|0\d{3})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_FORMS: Mapping[Sort | str, re.Pattern[str]] = {
    Sort.NUMBER: re.compile(r"[+-]?\d{1,18}"),
    Sort.FLAG: re.compile(r"true|false|1|0"),
    Sort.COLOUR: re.compile(r"#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})"),
    Sort.TIME: re.compile(_DAY + r"T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?" + _ZONE),
    Sort.DIRECTION: re.compile("Associative|OneWay|Bidirectional"),
    Sort.SHAPE: re.compile(
        "Person|Oval|Rectangle|RoundedRectangle|Star|LeftTriangle|RightTriangle|UpTriangle|DownTriangle|Note"
    ),
    Sort.LINE: re.compile("dotted|dashed|solid"),
    Sort.TYPE: re.compile("Text|Boolean|Integer|Float|Date|DateTime"),
    "BooleanValue": re.compile(r"true|false|1|0"),
    "IntegerValue": re.compile(r"[+-]?\d+"),
    "FloatValue": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    "DateValue": re.compile(_DAY + _ZONE),
    "DateTimeValue": re.compile(_DAY + r"T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?" + _ZONE),
}


def fits(words: str, sort: Sort | str) -> bool:
    """Tell whether words are what an attribute of this sort, or an element of this name, may hold."""
    form = _FORMS.get(sort)
    return form is None or form.fullmatch(words) is not None
