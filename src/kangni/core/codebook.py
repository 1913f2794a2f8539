"""Codes and the codebook, a tree without cycles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kangni.core.errors import CodebookCycle, HandleTaken, UnknownName, closest
from kangni.core.names import NO_WORDS, CodeId, Label, check_handle, check_text, fold_handle

__all__ = ["Code", "Codebook"]


@dataclass(frozen=True, slots=True)
class Code:
    """A node of the codebook.

    `polarity`, `level` and `construct` are ids of the framework, None where it has no say.
    """

    id: CodeId
    handle: str
    name: Label
    parent: CodeId | None = None
    definition: Label = NO_WORDS
    use_when: Label = NO_WORDS
    do_not_use: Label = NO_WORDS
    polarity: str | None = None
    level: str | None = None
    construct: str | None = None
    example: Label = NO_WORDS
    cue_words: tuple[str, ...] = ()
    basis: str = ""

    def __post_init__(self) -> None:
        check_handle("code", self.handle)
        for label in (self.name, self.definition, self.use_when, self.do_not_use, self.example):
            check_text(self.handle, label.en)
            check_text(self.handle, label.zh)


class Codebook:
    """All codes of a study, in order: parents are known, handles unique, and no code is its own ancestor."""

    def __init__(self, codes: Iterable[Code]) -> None:
        self._codes = tuple(codes)
        self._by_id = {code.id: code for code in self._codes}
        self._by_fold: dict[str, Code] = {}
        for code in self._codes:
            if fold_handle(code.handle) in self._by_fold:
                raise HandleTaken("code", code.handle)
            self._by_fold[fold_handle(code.handle)] = code
        for code in self._codes:
            self.ancestors(code)

    def __iter__(self) -> Iterator[Code]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)

    def named(self, handle: str) -> Code:
        """Return the code with this handle, in any case.

        Raises
        ------
        UnknownName
            With the handle that looks most like it.
        """
        code = self._by_fold.get(fold_handle(handle))
        if code is None:
            raise UnknownName("code", handle, closest(handle, (known.handle for known in self._codes)))
        return code

    def get(self, code_id: CodeId) -> Code:
        """Return the code with this id."""
        if code_id not in self._by_id:
            raise UnknownName("code", str(code_id))
        return self._by_id[code_id]

    def parents(self) -> frozenset[CodeId]:
        """Return the ids of codes that have children."""
        return frozenset(code.parent for code in self._codes if code.parent is not None)

    def leaves(self) -> tuple[Code, ...]:
        """Return the codes without children, in order."""
        parents = self.parents()
        return tuple(code for code in self._codes if code.id not in parents)

    def ancestors(self, code: Code) -> tuple[Code, ...]:
        """Return parent, grandparent and so on.

        Raises
        ------
        CodebookCycle
            With the path that closes on itself.
        """
        found: list[Code] = []
        seen = {code.id}
        parent = code.parent
        while parent is not None:
            above = self.get(parent)
            if above.id in seen:
                path = [code.handle, *(step.handle for step in found), above.handle]
                raise CodebookCycle(" > ".join(path))
            found.append(above)
            seen.add(above.id)
            parent = above.parent
        return tuple(found)
