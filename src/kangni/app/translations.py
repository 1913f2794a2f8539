"""Which transcripts are translations of each other: those whose names differ in the language only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kangni.app.file_names import read_document_handle
from kangni.core.names import DocumentId, fold_handle
from kangni.results.imports import UnevenPair

__all__ = ["Pair", "Text", "pair_translations"]


@dataclass(frozen=True, slots=True)
class Text:
    """A document, stored or about to be, as far as pairing asks."""

    id: DocumentId
    handle: str
    turns: int


@dataclass(frozen=True, slots=True)
class Pair:
    """An original and a translation of it."""

    original: Text
    translation: Text

    @property
    def uneven(self) -> UnevenPair | None:
        """Return the pair by names and numbers where the turns cannot be matched one by one."""
        if self.original.turns == self.translation.turns:
            return None
        return UnevenPair(self.original.handle, self.translation.handle, self.original.turns, self.translation.turns)


def pair_translations(texts: Iterable[Text], *, language: str) -> list[Pair]:
    """Return the pairs such as `P01.zh` and `P01.en`; the one in the study's language is the original."""
    texts_by_stem = defaultdict[str, dict[str, Text]](dict)
    for text in texts:
        name = read_document_handle(text.handle)
        if name.language:
            texts_by_stem[fold_handle(name.stem)][name.language] = text
    main = language.split("-", maxsplit=1)[0].lower()
    return [
        Pair(original=of_stem[main], translation=text)
        for of_stem in texts_by_stem.values()
        if main in of_stem
        for other, text in of_stem.items()
        if other != main
    ]
