"""Text sources: their words, found under the paths or inside the elements that programs write."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from uuid import UUID

from kangni.core.errors import N_
from kangni.core.memos import MemoTarget
from kangni.core.names import DocumentId
from kangni.core.text import Document, Source
from kangni.exchange.refi.handles import follows
from kangni.exchange.refi.markup import Element, child_of, name_of, place_of, words_of
from kangni.exchange.refi.places import LARGEST_TEXT
from kangni.exchange.refi.rests import RestPdf, RestText, packed
from kangni.exchange.refi.selections import Selections
from kangni.exchange.refi.state import Holder, State, rest_of
from kangni.exchange.refi.values import value_of
from kangni.exchange.refi.writing import fitting

__all__ = ["read_text_source"]

NO_TEXT = N_("texts without words, kept with their codings and not shown")
UNREADABLE = N_("texts that are in no known encoding, kept with their codings and not shown")
MISSING = N_("texts whose file the project does not hold, kept with their codings and not shown")
SIGNS = N_("characters that no text can hold, replaced by a sign")
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_LINE_SIGNS = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\r": "\n"})
_CONTROLS = {code: "\ufffd" for code in range(0x20) if code not in {0x09, 0x0A}} | {0x7F: "\ufffd"}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_LONGEST_SUFFIX = 5


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of a source as its file has it, without a byte order mark."""

    raw: str
    has_mark: bool
    encoding: str
    sha256: str


def read_text_source(state: State, element: Element, *, pdf: Element | None = None) -> bool:
    """Make a document of a text source, or of the text that represents a PDF; tell whether there was one to make.

    What cannot be a document is left to the caller, uncounted.
    """
    source = element if pdf is None else pdf
    text = _text_of(state, element)
    if text is None:
        return False
    identity = state.identity(source, known=state.source_guids)
    if identity is None:
        state.lose_all(source)
        return True
    state.source_guids.add(identity)
    document = _document(state, source, identity, text)
    state.documents[identity] = document
    state.holders[identity] = Holder(MemoTarget.DOCUMENT, identity)
    state.tally.stored[name_of(source)] += 1
    selections = Selections(state, document, text.raw, has_mark=text.has_mark)
    if pdf is None:
        rest = _rest(state, element, document, selections, holder=identity)
    else:
        state.tally.stored[name_of(element)] += 1
        inner = _rest(state, element, document, selections, holder=None)
        rest = RestText(inner.attributes, inner.selections, inner.whole, inner.values, _pdf(state, pdf, document))
    state.keep(identity, rest_of(name_of(source)), packed(rest), document.id)
    return True


def _text_of(state: State, element: Element) -> _Text | None:
    content = _content(state, element)
    if content is None:
        state.tally.lose(MISSING, place_of(element))
        return None
    mark = next((mark for mark in _MARKS if content.startswith(mark)), b"")
    encoding = _MARKS.get(mark, "utf-8")
    try:
        raw = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError:
        state.tally.lose(UNREADABLE, place_of(element))
        return None
    if not raw.strip():
        state.tally.lose(NO_TEXT, place_of(element))
        return None
    sha256 = hashlib.sha256(content).hexdigest()
    state.sources[sha256] = content
    return _Text(raw, bool(mark), "utf-8-sig" if mark == codecs.BOM_UTF8 else encoding, sha256)


def _content(state: State, element: Element) -> bytes | None:
    member = state.places.find(element.get("plainTextPath", ""))
    if member is not None and state.places.archive is not None and state.places.size(member) <= LARGEST_TEXT:
        return state.places.archive.read(member)
    inline = child_of(element, "PlainTextContent")
    return words_of(inline).encode() if inline is not None else None


def _document(state: State, source: Element, identity: UUID, text: _Text) -> Document:
    clean = text.raw.replace("\r\n", "\n")
    plain = clean.translate(_LINE_SIGNS).translate(_CONTROLS) if _CONTROL.search(clean) else clean
    if signs := plain.count("\ufffd") - clean.count("\ufffd"):
        state.tally.lose(SIGNS, place_of(source), count=signs)
    sha256 = hashlib.sha256(plain.encode()).hexdigest()
    name = source.get("name", "")
    told = state.told_documents.get(identity)
    if told is None:
        handle = state.document_handles.free(_without_suffix(name), f"text {identity.hex[:8]}")
        state.untold.add(DocumentId(identity))
        origin = Source(name or handle, text.encoding, text.sha256)
        return Document(DocumentId(identity), handle, "", plain, (), sha256, origin)
    is_same = fitting(told.handle) == name or follows(told.handle, _without_suffix(name))
    if told.sha256 != sha256:
        state.untold.add(DocumentId(identity))
    return Document(
        id=DocumentId(identity),
        handle=state.document_handles.keep(told.handle)
        if is_same
        else state.document_handles.free(_without_suffix(name), told.handle),
        language=told.language,
        text=plain,
        turns=told.turns if told.sha256 == sha256 else (),
        sha256=sha256,
        source=told.source,
        date=told.date,
        wave=told.wave,
    )


def _rest(
    state: State, element: Element, document: Document, selections: Selections, *, holder: UUID | None
) -> RestText:
    """Read a text element's children and return what the document does not hold.

    Without a `holder` the element represents a PDF and has a GUID of its own.
    """
    element.attrib.pop("plainTextPath", None)  # the words go out under a path of their own
    attributes = state.keeper.attributes(element)
    if holder is not None:
        attributes.pop("guid")
        if attributes.get("name") == fitting(document.handle):
            del attributes["name"]
    own = holder or state.represent(element, document)
    values = []
    for child in element:
        match name_of(child):
            case "PlainTextSelection":
                selections.take(child)
            case "Coding":
                selections.take_whole(child)
            case "VariableValue":
                values.append(value_of(state, child, source=document.id))
            case name:
                _common(state, child, name, own, document)
    return RestText(attributes, selections.read(), selections.whole(), "".join(values))


def _common(state: State, child: Element, name: str, holder: UUID, document: Document) -> None:
    """Take what all sources may have: a description, text, references to notes."""
    if name == "Description":
        state.tally.stored[name] += 1
        on = Holder(MemoTarget.DOCUMENT, document.id)
        state.describe(holder, words_of(child), author=child.getparent().get("creatingUser", ""), on=on)
    elif name == "PlainTextContent":
        state.tally.stored[name] += 1
    elif name == "NoteRef":
        state.refer(child, holder)
    else:
        state.lose_unknown(child)


def _pdf(state: State, pdf: Element, document: Document) -> RestPdf:
    attributes = state.keeper.attributes(pdf)
    attributes.pop("guid")
    if attributes.get("name") == fitting(document.handle):
        del attributes["name"]
    regions, codings, values = [], [], []
    has_text = False
    for child in pdf:
        match name_of(child):
            case "PDFSelection":
                regions.append(state.keeper.keep(child))
            case "Coding":
                codings.append(state.keeper.keep(child))
            case "VariableValue":
                values.append(value_of(state, child, source=document.id))
            case "Representation" if not has_text:
                has_text = True  # read before
            case name:
                _common(state, child, name, document.id, document)
    return RestPdf(attributes, "".join(regions), "".join(codings), "".join(values))


def _without_suffix(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    is_suffix = 1 <= len(suffix) <= _LONGEST_SUFFIX and suffix.isalnum() and not suffix.isdigit()
    return stem if dot and stem.strip() and is_suffix else name
