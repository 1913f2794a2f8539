"""The tables of a study file: one row a record, with an integer for arrays and an id for people and files."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text, UniqueConstraint
from sqlalchemy.types import Float

__all__ = [
    "APPLICATION_ID",
    "METADATA",
    "SCHEMA",
    "assignment",
    "change",
    "claim",
    "code",
    "coder",
    "coding",
    "counter",
    "decider",
    "decision",
    "document",
    "entry",
    "episode",
    "kept",
    "kept_chunk",
    "kept_file",
    "memo",
    "moment",
    "participant",
    "passage_reading",
    "recommendation",
    "restriction",
    "setting",
    "source",
    "suggestion",
    "support",
    "turn",
]

APPLICATION_ID = 0x4B4E474E  # "KNGN", bytes 68 to 71 of the file
SCHEMA = 7  # user_version, bytes 60 to 63 of the file
METADATA = MetaData()


def _row() -> Column[int]:
    return Column("row", Integer, primary_key=True, autoincrement=False)


def _id() -> Column[str]:
    return Column("id", String(32), nullable=False, unique=True)


def _handle() -> tuple[Column[str], Column[str]]:
    """Return the name as people wrote it and the form under which it is unique."""
    return Column("handle", Text, nullable=False), Column("fold", Text, nullable=False, unique=True)


def _words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _refers(name: str, target: str, *, optional: bool = False, index: bool = False) -> Column[int]:
    # checked at the end of the deed, so that records of one deed may come in any order
    key = ForeignKey(f"{target}.row", deferrable=True, initially="DEFERRED")
    return Column(name, Integer, key, nullable=optional, index=index)


def _span() -> tuple[Column[int], Column[int]]:
    return Column("start", Integer), Column("end", Integer)


def _place() -> tuple[Column[str], Column[int], Column[str]]:
    return Column("place_file", Text), Column("place_row", Integer), Column("place_quote", Text)


setting = Table("setting", METADATA, _row(), Column("name", Text, nullable=False, unique=True), _words("value"))

participant = Table("participant", METADATA, _row(), _id(), *_handle(), _words("attributes"), Column("consent", Text))

coder = Table("coder", METADATA, _row(), _id(), *_handle(), _words("kind"))

code = Table(
    "code",
    METADATA,
    _row(),
    _id(),
    *_handle(),
    _words("name"),
    _refers("parent", "code", optional=True),
    _words("definition"),
    _words("use_when"),
    _words("do_not_use"),
    Column("polarity", Text),
    Column("level", Text),
    Column("construct", Text),
    _words("example"),
    _words("cue_words"),
    _words("basis"),
)

document = Table(
    "document",
    METADATA,
    _row(),
    _id(),
    *_handle(),
    _words("language"),
    _words("sha256"),
    _words("source_name"),
    _words("source_encoding"),
    _words("source_sha256"),
    _refers("participant", "participant", optional=True),
    Column("date", Text),
    _words("wave"),
    _refers("translation_of", "document", optional=True),
    _number("length"),
    _words("text"),  # last, so that reading the head never touches the pages of a long text
)

turn = Table(
    "turn",
    METADATA,
    _row(),
    _refers("document", "document"),
    _number("ordinal"),
    *_span(),
    _words("speaker"),
    _words("role"),
    _refers("participant", "participant", optional=True),
    Column("seconds", Float),
    Column("page", Integer),
    UniqueConstraint("document", "ordinal"),
)

coding = Table(
    "coding",
    METADATA,
    _row(),
    _id(),
    _refers("document", "document", optional=True),
    *_span(),
    _refers("code", "code"),
    _refers("coder", "coder"),
    Column("polarity", Text),
    Column("level", Text),
    _words("reason"),
    _words("voice"),
    _words("stance"),
    Column("time", Text),
    _words("memo"),
    _number("draft"),
    _number("released"),
    *_place(),
    UniqueConstraint("document", "start", "end", "code", "coder"),
)

claim = Table(
    "claim",
    METADATA,
    _row(),
    _id(),
    *_handle(),
    _refers("document", "document", optional=True, index=True),
    *_span(),
    _refers("coder", "coder"),
    _refers("cause", "code"),
    _refers("effect", "code"),
    _number("sign"),
    Column("strength", Integer),
    _words("voice"),
    _words("stance"),
    _words("note"),
    *_place(),
    _refers("participant", "participant", optional=True),
)

episode = Table(
    "episode",
    METADATA,
    _row(),
    _id(),
    *_handle(),
    _refers("document", "document", index=True),
    _refers("coder", "coder"),
    _words("label"),
    Column("outcome", Text),
    _words("state"),
)

moment = Table(
    "moment",
    METADATA,
    _row(),
    _refers("episode", "episode"),
    _number("position"),
    _words("stage"),
    _refers("code", "code", optional=True),
    *_span(),
    UniqueConstraint("episode", "position"),
)

# a memo hangs on one of the `on_` columns, or on the study as a whole
memo = Table(
    "memo",
    METADATA,
    _row(),
    _id(),
    _words("target"),
    _refers("on_document", "document", optional=True, index=True),
    _refers("on_participant", "participant", optional=True),
    _refers("on_code", "code", optional=True),
    _refers("on_coding", "coding", optional=True, index=True),
    _refers("on_claim", "claim", optional=True, index=True),
    _refers("on_episode", "episode", optional=True),
    _refers("author", "coder"),
    _words("kind"),
    _words("text"),
    _refers("participant", "participant", optional=True),
    Column("written", Text),
)

suggestion = Table(
    "suggestion",
    METADATA,
    _row(),
    _id(),
    _refers("coding", "coding", index=True),
    _refers("tied_by", "coder"),
    _words("levers"),
    _number("declines"),
    _words("note"),
    _words("state"),
)

restriction = Table(
    "restriction",
    METADATA,
    _row(),
    _id(),
    _words("kind"),
    _refers("participant", "participant"),
    _refers("other", "participant", optional=True),
    _refers("code", "code", optional=True),
    _refers("document", "document", optional=True),
    *_span(),
    _words("reason"),
)

assignment = Table(
    "assignment",
    METADATA,
    _row(),
    _refers("coder", "coder"),
    _refers("document", "document", index=True),
    _words("progress"),
    Column("done_at", Integer),
    UniqueConstraint("coder", "document"),
)

decision = Table(
    "decision",
    METADATA,
    _row(),
    _id(),
    _refers("document", "document", index=True),
    Column("turn", Integer),
    *_span(),
    _words("outcome"),
    _words("reason"),
    _words("at"),
    _number("number"),
    _words("change"),
    _words("codebook_change"),
)

passage_reading = Table(
    "passage_reading",
    METADATA,
    _row(),
    _refers("decision", "decision"),
    _number("position"),
    _refers("coder", "coder"),
    _refers("code", "code", optional=True),
    UniqueConstraint("decision", "position"),
)

decider = Table(
    "decider",
    METADATA,
    _row(),
    _refers("decision", "decision"),
    _number("position"),
    _refers("coder", "coder"),
    UniqueConstraint("decision", "position"),
)

recommendation = Table(
    "recommendation",
    METADATA,
    _row(),
    _id(),
    _words("lever"),
    _words("addressee"),
    _words("state"),
    _words("words"),
    _words("reason"),
    _refers("decided_by", "coder"),
    _words("at"),
    _words("basis"),
    UniqueConstraint("lever", "addressee"),
)

support = Table(
    "support",
    METADATA,
    _row(),
    _refers("recommendation", "recommendation"),
    _number("position"),
    _words("part"),
    _refers("document", "document", optional=True, index=True),
    *_span(),
    _refers("code", "code"),
    *_place(),
    UniqueConstraint("recommendation", "position"),
)

# what came from another program and is not shown here
kept = Table(
    "kept",
    METADATA,
    _row(),
    _id(),
    _words("element"),
    _words("content"),
    _refers("document", "document", optional=True, index=True),
    _words("files"),
)

# bytes of films, pictures and the like in parts, since one may be larger than memory; they stand outside history and
# hash, as do the sources
kept_file = Table(
    "kept_file",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)

# bytes of the files that documents came from, found by what they are; they stand outside history and hash
source = Table(
    "source",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

entry = Table(
    "entry",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    _words("kind"),
    _number("root"),
    _words("deed"),
    _words("actor"),
    _words("fold"),
    _words("at"),
    _words("facts"),
    _words("changes"),
    Index("entry_chain", "root", "number"),
)

# `before` is empty for inserted rows: their integers are enough to take them back
change = Table(
    "change",
    METADATA,
    Column("entry", Integer, ForeignKey("entry.number", deferrable=True, initially="DEFERRED"), primary_key=True),
    Column("position", Integer, primary_key=True),
    _words("name"),
    _words("action"),
    _number("first_row"),
    _number("last_row"),
    Column("before", LargeBinary),
)

# the next integer of each table; integers are never given twice, not even after an undo
counter = Table("counter", METADATA, Column("name", Text, primary_key=True), _number("next"))

# parts of ensembles that ran with `--keep`: named by what they were made from, outside history and hash
kept_chunk = Table(
    "kept_chunk",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _words("versions"),
    _number("revision"),
    _words("arguments"),
    Column("content", LargeBinary, nullable=False),
)
