"""Texts on their way out: selections in one order, positions as the program counts them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from kangni.core.coding import Coding
from kangni.core.text import Document
from kangni.exchange.refi.identity import derived
from kangni.exchange.refi.outgoing import Outgoing, ordered
from kangni.exchange.refi.profiles import Profile
from kangni.exchange.refi.rests import RestCoding, RestPdf, RestSelection, RestText
from kangni.exchange.refi.said import said_document
from kangni.exchange.refi.selections import coding_selection, span_selection
from kangni.exchange.refi.state import UNKNOWN_CODER
from kangni.exchange.refi.writing import attribute, tag

__all__ = ["source_xml", "text_bytes", "text_name"]

_MARK = b"\xef\xbb\xbf"
_NO_REST: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class _Selection:
    start: int
    end: int
    guid: UUID
    codings: Sequence[tuple[Coding, Mapping[str, str]]]
    attributes: Mapping[str, str]


def text_name(document: Document) -> str:
    """Return the name of a text's file."""
    return f"{document.id}.txt"


def text_bytes(document: Document, profile: Profile) -> bytes:
    """Return a text's file."""
    text = document.text.replace("\n", "\r\n") if profile.crlf else document.text
    return (_MARK if profile.has_mark else b"") + text.encode()


def source_xml(out: Outgoing, document: Document, profile: Profile) -> str:
    """Return the element of a text, or of the PDF that it represents."""
    rest = out.rest_of_text(document)
    whole, marked = _sorted_codings(out, document, rest)
    selections = sorted(
        _selections(document, rest, marked, profile), key=lambda each: (each.start, each.end, each.guid.int)
    )
    places = _places(document, selections, profile)
    inner = "".join(
        [
            *(_selection_xml(out, document, each, start, end, profile)
              for each, start, end in zip(selections, *places, strict=True)),
            *(_coding_xml(out, coding, attributes) for coding, attributes in whole),
        ]
    )  # fmt: skip
    path = {"plainTextPath": f"internal://{text_name(document)}"}
    named = {"guid": str(document.id), "name": said_document(document)}
    if rest.pdf is not None:
        return _pdf_xml(out, document, rest, rest.pdf, path, inner)
    head = ordered("TextSource", {**named, **rest.attributes, **path})
    refs = out.note_refs(document.id)
    return tag("TextSource", head, f"{out.description(document.id)}{inner}{refs}{rest.values}")


def _pdf_xml(
    out: Outgoing, document: Document, rest: RestText, pdf: RestPdf, path: Mapping[str, str], inner: str
) -> str:
    own = rest.attributes.get("guid") or str(derived(document.id, "Representation"))
    text = tag(
        "Representation",
        ordered("Representation", {**rest.attributes, "guid": own, **path}),
        f"{out.description(UUID(own))}{inner}{out.note_refs(UUID(own))}{rest.values}",
    )
    head = ordered("PDFSource", {"guid": str(document.id), "name": said_document(document), **pdf.attributes})
    refs = out.note_refs(document.id)
    return tag("PDFSource", head, f"{out.description(document.id)}{pdf.regions}{text}{pdf.codings}{refs}{pdf.values}")


def _sorted_codings(
    out: Outgoing, document: Document, rest: RestText
) -> tuple[list[tuple[Coding, Mapping[str, str]]], list[Coding]]:
    """Return the codings of the text as a whole, with what is kept beside them, and all others."""
    of_whole = {each.guid: each.attributes for each in rest.whole}
    whole, marked = [], []
    for coding in out.codings.get(document.id, ()):
        is_whole = coding.span is not None and len(coding.span) == len(document.text)
        if is_whole and of_whole and str(coding.id) in of_whole:
            whole.append((coding, of_whole[str(coding.id)]))
        else:
            marked.append(coding)
    return sorted(whole, key=lambda pair: pair[0].id.int), marked


def _selections(
    document: Document, rest: RestText, codings: Sequence[Coding], profile: Profile
) -> Iterator[_Selection]:
    left: dict[UUID, Coding] = {coding.id: coding for coding in codings}
    for told in rest.selections:
        found = [(left.pop(UUID(each.guid)), each.attributes) for each in told.codings if _is_in(told, each, left)]
        if found or not told.codings:
            yield _Selection(told.start, told.end, UUID(told.guid), found, told.attributes)
    by_span = defaultdict[tuple[int, int], list[Coding]](list)
    for coding in sorted(left.values(), key=lambda each: each.id.int):
        if coding.span is not None:
            by_span[coding.span.start, coding.span.end].append(coding)
    for (start, end), group in by_span.items():
        if profile.one_each:
            for coding in group:
                yield _Selection(start, end, coding_selection(coding.id), [(coding, _NO_REST)], _NO_REST)
        else:
            guid = span_selection(document.id, start, end)
            yield _Selection(start, end, guid, [(coding, _NO_REST) for coding in group], _NO_REST)


def _is_in(selection: RestSelection, told: RestCoding, codings: Mapping[UUID, Coding]) -> bool:
    """Tell whether a coding still stands where its selection is."""
    coding = codings.get(UUID(told.guid))
    return (
        coding is not None
        and coding.span is not None
        and (coding.span.start, coding.span.end) == (selection.start, selection.end)
    )


def _places(
    document: Document, selections: Sequence[_Selection], profile: Profile
) -> tuple[Iterable[int], Iterable[int]]:
    """Return positions as the program counts them."""
    starts = [each.start for each in selections]
    ends = [each.end for each in selections]
    text = document.text
    is_wide = profile.convention.unit == "utf16" and max(text) >= "\U00010000"
    counts_pairs = profile.crlf and profile.convention.crlf == 2
    if not is_wide and not (counts_pairs and "\n" in text):
        return starts, ends
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    weights = np.ones(len(points), np.int64)
    if is_wide:
        weights += points >= 0x10000
    if counts_pairs:
        weights += points == 0x0A
    counted = np.concatenate([[0], np.cumsum(weights)])
    return counted[starts].tolist(), counted[ends].tolist()


def _selection_xml(
    out: Outgoing, document: Document, selection: _Selection, start: int, end: int, profile: Profile
) -> str:
    attributes: Mapping[str, str] = selection.attributes
    if profile.named and "name" not in attributes:
        attributes = {**attributes, "name": _name(document.text[selection.start : selection.end], profile.longest)}
    name = attribute("name", attributes["name"]) if attributes.get("name") else ""
    audit = "".join(attribute(key, value) for key, value in attributes.items() if key != "name")
    codings = "".join(_coding_xml(out, coding, told) for coding, told in selection.codings)
    description, refs = out.description(selection.guid), out.note_refs(selection.guid)
    head = f'<PlainTextSelection guid="{selection.guid}"{name} startPosition="{start}" endPosition="{end}"{audit}'
    inner = f"{description}{codings}{refs}"
    return f"{head}>{inner}</PlainTextSelection>" if inner else f"{head}/>"


def _coding_xml(out: Outgoing, coding: Coding, attributes: Mapping[str, str]) -> str:
    user = f' creatingUser="{coding.coder}"' if coding.coder != UNKNOWN_CODER else ""
    made = "".join(attribute(key, value) for key, value in attributes.items())
    refs = out.note_refs(coding.id)
    return f'<Coding guid="{coding.id}"{user}{made}><CodeRef targetGUID="{coding.code}"/>{refs}</Coding>'


def _name(words: str, longest: int) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= longest else f"{plain[:longest].rstrip()}…"
