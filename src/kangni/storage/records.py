"""Which attribute of which record stands in which column: one declaration a kind."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Table

from kangni.core.advice import Suggestion, TieState
from kangni.core.claims import Claim
from kangni.core.codebook import Code
from kangni.core.coding import Coding, Place, Time
from kangni.core.decisions import Decision, DecisionOutcome, PassageReading
from kangni.core.episodes import Episode, EpisodeState, Moment
from kangni.core.kept import Kept, KeptFile
from kangni.core.memos import Memo, MemoKind, MemoTarget
from kangni.core.names import Label, fold_handle
from kangni.core.people import (
    Assignment,
    Coder,
    CoderKind,
    Consent,
    Participant,
    Progress,
    Restriction,
    RestrictionKind,
)
from kangni.core.ports import DocumentHead
from kangni.core.recommendations import Basis, Recommendation, RecommendationState, Support, SupportPart
from kangni.core.text import Document, Role, Source, Span, Turn
from kangni.storage import tables
from kangni.storage.fields import Cell, Choice, Coded, Field, Id, Names, OneOf, Parts, Plain, Ref, attributes, json
from kangni.storage.rows import Cells, columns_of

__all__ = ["HEADS", "KINDS", "Child", "Head", "Kind", "kind_of"]


@dataclass(frozen=True, slots=True)
class _Mapping:
    """A class of values and the table in which they are rows."""

    record: type[Any]
    table: Table
    fields: tuple[Field, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns of the rows that `unpack` takes, in order."""
        return columns_of(self.table)

    def pack(self, records: Sequence[Any], names: Names) -> Cells:
        """Return the cells of each column but the first, which holds the rows' integers."""
        cells: dict[str, Sequence[Cell]] = {}
        for field in self.fields:
            values = [list(map(attrgetter(name), records)) for name in field.attributes]
            cells.update(zip(field.columns, map(list, field.pack(values, names)), strict=True))
        return cells

    def unpack(self, rows: Sequence[tuple[Cell, ...]], names: Names) -> dict[str, Iterable[Any]]:
        """Return the values of each attribute that is kept in the table itself."""
        cells = dict(zip(self.columns, zip(*rows, strict=True), strict=True))
        values: dict[str, Iterable[Any]] = {}
        for field in self.fields:
            unpacked = field.unpack([cells[column] for column in field.columns], names)
            values.update(zip(field.attributes, unpacked, strict=True))
        return values

    def records(self, values: dict[str, Iterable[Any]]) -> Iterable[Any]:
        """Make the records from the values of all their attributes."""
        return map(self.record, *(values[field.name] for field in dataclasses.fields(self.record)))


@dataclass(frozen=True, slots=True)
class Head(_Mapping):
    """The part of a record that is read without the rest."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that the fields name."""
        return tuple(column for field in self.fields for column in field.columns)


@dataclass(frozen=True, slots=True)
class Child(_Mapping):
    """Parts of a record that are rows of their own, such as the turns of a document."""

    attribute: str
    parent: str  # the column that holds the row of the record
    key: str  # the column that tells and orders the parts of one record; where no field fills it, their place does


@dataclass(frozen=True, slots=True)
class IdsChild(Child):
    """Parts that are ids by themselves, kept by the one field."""

    def pack(self, records: Sequence[Any], names: Names) -> Cells:
        """Return the cells of the field's column."""
        (field,) = self.fields
        return dict(zip(field.columns, map(list, field.pack([records], names)), strict=True))

    def records(self, values: dict[str, Iterable[Any]]) -> Iterable[Any]:
        """Return the ids."""
        (ids,) = values.values()
        return ids


@dataclass(frozen=True, slots=True)
class Kind(_Mapping):
    """A kind of record; two records with equal cells in `same` (None: not asked) say the same thing."""

    same: tuple[str, ...] = ()
    children: tuple[Child, ...] = ()

    @property
    def name(self) -> str:
        """Return the word for one record of this kind."""
        return self.table.name

    @property
    def has_handle(self) -> bool:
        """Tell whether people name such a record."""
        return "fold" in self.table.c

    @property
    def has_id(self) -> bool:
        """Tell whether such a record has an id of its own."""
        return "id" in self.table.c


_HANDLE = Parts("handle", ("handle", "fold"), lambda handle: (handle, fold_handle(handle)), lambda handle, _: handle)
_SPAN = Parts("span", ("start", "end"), attrgetter("start", "end"), Span)
_PLACE = Parts("place", ("place_file", "place_row", "place_quote"), attrgetter("file", "row", "quote"), Place)
_SOURCE = Parts(
    "source",
    ("source_name", "source_encoding", "source_sha256"),
    attrgetter("name", "encoding", "sha256"),
    Source,
)
_TEXT = Parts("text", ("length", "text"), lambda text: (len(text), text), lambda _, text: text)


def _label(name: str) -> Coded:
    return json(name, Label)


def _words(name: str) -> Coded:
    return json(name, tuple[str, ...])


def _flag(name: str) -> Coded:
    return Coded(name, int, bool)


_PARTICIPANT = Kind(
    Participant,
    tables.participant,
    (Id(), _HANDLE, attributes("attributes"), Coded("consent", str, Consent.parse)),
)
_CODER = Kind(Coder, tables.coder, (Id(), _HANDLE, Choice("kind", CoderKind)))
_CODE = Kind(
    Code,
    tables.code,
    (
        Id(),
        _HANDLE,
        _label("name"),
        Ref("parent", "code"),
        _label("definition"),
        _label("use_when"),
        _label("do_not_use"),
        Plain("polarity"),
        Plain("level"),
        Plain("construct"),
        _label("example"),
        _words("cue_words"),
        Plain("basis"),
    ),
)
_TURNS = Child(
    Turn,
    tables.turn,
    (
        Plain("ordinal"),
        _SPAN,
        Plain("speaker"),
        Choice("role", Role),
        Ref("participant", "participant"),
        Plain("seconds"),
        Plain("page"),
    ),
    attribute="turns",
    parent="document",
    key="ordinal",
)
_DOCUMENT = Kind(
    Document,
    tables.document,
    (
        Id(),
        _HANDLE,
        Plain("language"),
        _TEXT,
        Plain("sha256"),
        _SOURCE,
        Ref("participant", "participant"),
        Coded("date", date.isoformat, date.fromisoformat),
        Plain("wave"),
        Ref("translation_of", "document"),
    ),
    children=(_TURNS,),
)
HEADS = Head(
    DocumentHead,
    tables.document,
    (
        Plain("row"),
        Id(),
        Plain("handle"),
        Plain("language"),
        Plain("length"),
        Plain("sha256"),
        Plain("source_sha256"),
        Ref("participant", "participant"),
        Ref("translation_of", "document"),
        Coded("date", date.isoformat, date.fromisoformat),
        Plain("wave"),
    ),
)
_CODING = Kind(
    Coding,
    tables.coding,
    (
        Id(),
        Ref("document", "document"),
        _SPAN,
        Ref("code", "code"),
        Ref("coder", "coder"),
        Plain("polarity"),
        Plain("level"),
        Plain("reason"),
        Plain("voice"),
        Plain("stance"),
        Choice("time", Time),
        Plain("memo"),
        _flag("draft"),
        _flag("released"),
        _PLACE,
    ),
    same=("document", "start", "end", "code", "coder", "place_file", "place_row", "place_quote"),
)
_CLAIM = Kind(
    Claim,
    tables.claim,
    (
        Id(),
        _HANDLE,
        Ref("document", "document"),
        _SPAN,
        Ref("coder", "coder"),
        Ref("cause", "code"),
        Ref("effect", "code"),
        Plain("sign"),
        Plain("strength"),
        Plain("voice"),
        Plain("stance"),
        Plain("note"),
        _PLACE,
        Ref("participant", "participant"),
    ),
)
_MOMENTS = Child(
    Moment,
    tables.moment,
    (Plain("position"), Plain("stage"), Ref("code", "code"), _SPAN),
    attribute="moments",
    parent="episode",
    key="position",
)
_EPISODE = Kind(
    Episode,
    tables.episode,
    (
        Id(),
        _HANDLE,
        Ref("document", "document"),
        Ref("coder", "coder"),
        Plain("label"),
        Plain("outcome"),
        Choice("state", EpisodeState),
    ),
    children=(_MOMENTS,),
)
_TARGET = OneOf("target", "target_id", "on_", MemoTarget, MemoTarget.STUDY)
_MEMO = Kind(
    Memo,
    tables.memo,
    (
        Id(),
        _TARGET,
        Ref("author", "coder"),
        Choice("kind", MemoKind),
        _label("text"),
        Ref("participant", "participant"),
        Coded("written", datetime.isoformat, datetime.fromisoformat),
    ),
    same=("author", *_TARGET.columns, "kind", "text", "participant"),
)
_SUGGESTION = Kind(
    Suggestion,
    tables.suggestion,
    (
        Id(),
        Ref("coding", "coding"),
        Ref("tied_by", "coder"),
        _words("levers"),
        _flag("declines"),
        Plain("note"),
        Choice("state", TieState),
    ),
    same=("coding", "tied_by", "levers", "declines", "note", "state"),
)
_RESTRICTION = Kind(
    Restriction,
    tables.restriction,
    (
        Id(),
        Choice("kind", RestrictionKind),
        Ref("participant", "participant"),
        Ref("other", "participant"),
        Ref("code", "code"),
        Ref("document", "document"),
        _SPAN,
        Plain("reason"),
    ),
    same=("participant", "kind", "other", "code", "document", "start", "end", "reason"),
)
_ASSIGNMENT = Kind(
    Assignment,
    tables.assignment,
    (Ref("coder", "coder"), Ref("document", "document"), Choice("progress", Progress), Plain("done_at")),
    same=("coder", "document", "progress", "done_at"),
)
_READINGS = Child(
    PassageReading,
    tables.passage_reading,
    (Ref("coder", "coder"), Ref("code", "code")),
    attribute="readings",
    parent="decision",
    key="position",
)
_DECIDERS = IdsChild(
    UUID, tables.decider, (Ref("coder", "coder"),), attribute="decided_by", parent="decision", key="position"
)
_DECISION = Kind(
    Decision,
    tables.decision,
    (
        Id(),
        Ref("document", "document"),
        Plain("turn"),
        _SPAN,
        Choice("outcome", DecisionOutcome),
        Plain("reason"),
        Coded("at", datetime.isoformat, datetime.fromisoformat),
        Plain("number"),
        Plain("change"),
        Plain("codebook_change"),
    ),
    children=(_READINGS, _DECIDERS),
)
_KEPT = Kind(
    Kept,
    tables.kept,
    (
        Id(),
        Plain("element"),
        Plain("content"),
        Ref("document", "document"),
        json("files", tuple[KeptFile, ...]),
    ),
)

_SUPPORTS = Child(
    Support,
    tables.support,
    (Choice("part", SupportPart), Ref("document", "document"), _SPAN, Ref("code", "code"), _PLACE),
    attribute="evidence",
    parent="recommendation",
    key="position",
)
_RECOMMENDATION = Kind(
    Recommendation,
    tables.recommendation,
    (
        Id(),
        Plain("lever"),
        Plain("addressee"),
        Choice("state", RecommendationState),
        _label("words"),
        Plain("reason"),
        Ref("decided_by", "coder"),
        Coded("at", datetime.isoformat, datetime.fromisoformat),
        json("basis", Basis),
    ),
    children=(_SUPPORTS,),
)

# in an order in which each kind refers to itself and to kinds above it only
KINDS = (
    _PARTICIPANT,
    _CODER,
    _CODE,
    _DOCUMENT,
    _CODING,
    _CLAIM,
    _EPISODE,
    _MEMO,
    _SUGGESTION,
    _RESTRICTION,
    _ASSIGNMENT,
    _DECISION,
    _RECOMMENDATION,
    _KEPT,
)
_BY_RECORD: dict[type[Any], Kind] = {kind.record: kind for kind in KINDS}


def kind_of(record: type[Any]) -> Kind:
    """Return how records of this class are kept."""
    return _BY_RECORD[record]
