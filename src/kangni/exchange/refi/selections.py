"""The selections of a text: their positions as spans, the codings in them, and what is kept beside these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

import numpy as np

from kangni.core.coding import Coding
from kangni.core.errors import N_
from kangni.core.memos import MemoTarget
from kangni.core.names import CodeId, CoderId, CodingId
from kangni.core.text import Document, Span
from kangni.exchange.refi.identity import derived, guid_of, own_guid_of
from kangni.exchange.refi.markup import Element, child_of, name_of, words_of
from kangni.exchange.refi.offsets import Marked, decide, is_named_after, spans_of
from kangni.exchange.refi.rests import RestCoding, RestSelection
from kangni.exchange.refi.state import Holder, State
from kangni.exchange.refi.writing import fitting
from kangni.results.projects import PositionsRead

__all__ = ["Selections", "coding_selection", "span_selection"]

BACKWARDS = N_("selections that end where they begin or before, with the codings in them")
OUTSIDE = N_("selections that point outside their text or into a character, with the codings in them")
NO_POSITION = N_("selections without positions, with the codings in them")
NO_CODE = N_("codings with a code that the project does not have")
_FARTHEST = 2**53


def span_selection(document: UUID, start: int, end: int) -> UUID:
    """Return the GUID of the selection that holds all codings of a span, where it has none of its own."""
    return derived(document, f"{start}-{end}")


def coding_selection(coding: UUID) -> UUID:
    """Return the GUID of the selection that holds one coding only, where it has none of its own."""
    return derived(coding, "selection")


@dataclass(slots=True)
class Selections:
    """Collects a text's selections; their positions are judged together."""

    state: State
    document: Document
    raw: str
    has_mark: bool = field(kw_only=True)
    _elements: list[Element] = field(default_factory=list)
    _whole: list[RestCoding] = field(default_factory=list)
    _said: dict[tuple[int, int, int, int], Coding] = field(default_factory=dict)

    def take(self, element: Element) -> None:
        """Take a selection."""
        self._elements.append(element)

    def take_whole(self, element: Element) -> None:
        """Take a coding of the text as a whole."""
        coding = self._coding(element, Span(0, len(self.document.text)))
        if coding is not None:
            self._whole.append(RestCoding(str(coding.id), self._date(element)))

    def whole(self) -> tuple[RestCoding, ...]:
        """Return the codings of the text as a whole."""
        return tuple(self._whole)

    def read(self) -> tuple[RestSelection, ...]:
        """Find out what the positions count, make the codings, and return the rest of the selections."""
        placed = [(each, span) for each in self._elements if (span := self._positions(each)) is not None]
        starts = np.array([span[0] for _, span in placed], np.int64)
        ends = np.array([span[1] for _, span in placed], np.int64)
        marked = Marked(self.raw, self.has_mark, starts, ends, [each.get("name", "") for each, _ in placed])
        state = self.state
        decision = decide(marked, origin=state.origin, asked=state.asked, told=state.told)
        firsts, lasts, fits = spans_of(marked, decision.convention)
        if placed:
            self.state.positions.append(
                PositionsRead(
                    self.document.handle, str(decision.convention), decision.why, len(placed), decision.at_edges
                )
            )
        rests = []
        for (element, _), start, end, is_inside in zip(
            placed, firsts.tolist(), lasts.tolist(), fits.tolist(), strict=True
        ):
            if not is_inside:
                self.state.lose_all(element, OUTSIDE)
            elif start >= end:
                self.state.lose_all(element, BACKWARDS)
            else:
                rest = self._selection(element, Span(start, end))
                if rest is not None:
                    rests.append(rest)
        return tuple(rests)

    def _positions(self, element: Element) -> tuple[int, int] | None:
        try:
            start, end = int(element.get("startPosition", "")), int(element.get("endPosition", ""))
        except ValueError:
            start = end = _FARTHEST + 1
        if max(abs(start), abs(end)) > _FARTHEST:
            self.state.lose_all(element, NO_POSITION)
            return None
        return start, end

    def _selection(self, element: Element, span: Span) -> RestSelection | None:
        """Make the codings of a selection and return what of it has no slot, None where nothing is left."""
        state, document = self.state, self.document
        identity = own_guid_of(element.get("guid", "")) or span_selection(document.id, span.start, span.end)
        codings: list[Coding] = []
        dates: list[dict[str, str]] = []
        others: list[Element] = []
        for child in element:
            if name_of(child) != "Coding":
                others.append(child)
                continue
            coding = self._coding(child, span)
            if coding is not None:
                codings.append(coding)
                dates.append(self._date(child))
        holder = Holder(MemoTarget.CODING, codings[0].id) if codings else Holder(MemoTarget.DOCUMENT, document.id)
        state.holders.setdefault(identity, holder)
        for child in others:
            self._other(child, identity, holder, element.get("creatingUser", ""))
        (state.tally.stored if codings else state.tally.kept)["PlainTextSelection"] += 1
        attributes = self._attributes(element, span)
        is_described = bool(others) and any(name_of(child) == "Description" for child in others)
        if codings and not (attributes or is_described or any(dates)) and self._is_usual(identity, span, codings):
            return None
        rests = (RestCoding(str(coding.id), date) for coding, date in zip(codings, dates, strict=True))
        return RestSelection(str(identity), span.start, span.end, attributes, tuple(rests))

    def _is_usual(self, identity: UUID, span: Span, codings: Sequence[Coding]) -> bool:
        """Tell whether a selection's GUID is the one that it would go out with anyway."""
        usual = span_selection(self.document.id, span.start, span.end)
        return identity == usual or (len(codings) == 1 and identity == coding_selection(codings[0].id))

    def _other(self, child: Element, identity: UUID, holder: Holder, author: str) -> None:
        name = name_of(child)
        if name == "Description":
            self.state.tally.stored[name] += 1
            self.state.describe(identity, words_of(child), author=author, on=holder)
        elif name == "NoteRef":
            self.state.refer(child, identity)
        else:
            self.state.lose_unknown(child)

    def _attributes(self, element: Element, span: Span) -> dict[str, str]:
        if len(element.attrib) == 3:  # guid and positions, as most are written that nobody dated
            return {}
        attributes = self.state.keeper.attributes(element)
        for name in ("guid", "startPosition", "endPosition"):
            attributes.pop(name, None)
        name = attributes.get("name", "")
        if not name or is_named_after(fitting(self.document.text[span.start : span.end]), name):
            attributes.pop("name", None)
        return attributes

    def _coding(self, element: Element, span: Span) -> Coding | None:
        """Make the coding that an element is, or find the one that says the same."""
        state = self.state
        first = element[0] if len(element) else None
        reference = first if first is not None and name_of(first) == "CodeRef" else child_of(element, "CodeRef")
        code = guid_of(reference.get("targetGUID", "")) if reference is not None else None
        if code is None or code not in state.codes:
            state.lose_all(element, NO_CODE)
            return None
        coder = state.coder(element.get("creatingUser", ""))
        said = (span.start, span.end, code.int, coder.int)
        standing = self._said.get(said)
        fate = state.tally.stored if standing is None else state.tally.doubled
        fate["Coding"] += 1
        fate["CodeRef"] += 1
        if standing is None:
            identity = state.identity(element, known=state.codings)
            if identity is None:
                return None
            standing = self._made(CodingId(identity), span, CodeId(code), coder)
            self._said[said] = standing
            state.codings[identity] = standing
        if len(element) > 1:
            self._beside(element, reference, standing)
        return standing if fate is state.tally.stored else None

    def _made(self, identity: CodingId, span: Span, code: CodeId, coder: CoderId) -> Coding:
        told = self.state.told_codings.get(identity)
        if told is None:
            return Coding(identity, self.document.id, span, code, coder)
        return replace(told, document=self.document.id, span=span, code=code, coder=coder)

    def _beside(self, element: Element, reference: Element, coding: Coding) -> None:
        """Take what a coding has beside its code."""
        for child in element:
            if child is reference:
                continue
            if name_of(child) == "NoteRef":
                self.state.holders[coding.id] = Holder(MemoTarget.CODING, coding.id)
                self.state.refer(child, coding.id)
            else:
                self.state.lose_unknown(child)

    def _date(self, element: Element) -> dict[str, str]:
        if "creationDateTime" not in element.attrib:
            return {}
        date = self.state.keeper.attributes(element).get("creationDateTime")
        return {"creationDateTime": date} if date is not None else {}
