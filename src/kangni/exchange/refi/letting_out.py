"""What is kept of earlier files, as it may leave: without words where words may not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from lxml import etree

from kangni.core.kept import Kept
from kangni.exchange.refi.identity import guid_of
from kangni.exchange.refi.rests import RestCase, RestPdf, RestSelection, RestText, packed, unpacked
from kangni.exchange.refi.state import kept_id, rest_of

__all__ = ["sources_of_case", "without_words"]


def without_words(kept: Kept) -> Kept:
    """Return the rest of a text without what repeats its words: its files, regions of a PDF, names of selections."""
    rest = unpacked(kept.content, RestText)
    attributes = {name: value for name, value in rest.attributes.items() if name != "richTextPath"}
    selections = tuple(
        RestSelection(
            each.guid,
            each.start,
            each.end,
            {name: value for name, value in each.attributes.items() if name != "name"},
            each.codings,
        )
        for each in rest.selections
    )
    pdf = None
    if rest.pdf is not None:
        pdf = RestPdf({name: value for name, value in rest.pdf.attributes.items() if name != "path"})
    return replace(
        kept, content=packed(RestText(attributes, selections, rest.whole, rest.values, pdf)) or "{}", files=()
    )


def sources_of_case(participant: UUID, kept: Iterable[Kept]) -> set[UUID]:
    """Return the sources beside texts, such as films, that belong to a participant."""
    wanted = kept_id(participant, rest_of("Case"))
    content = next((each.content for each in kept if each.id == wanted), "")
    if not content:
        return set()
    inner = etree.fromstring(f"<Case>{unpacked(content, RestCase).sources}</Case>")
    found = (guid_of(str(reference.get("targetGUID", ""))) for reference in inner)
    return {source for source in found if source is not None}
