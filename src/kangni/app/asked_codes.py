"""What an agreement takes as one code: each code by itself, a code with all below it, or the whole codebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from kangni.core.codebook import Code, Codebook
from kangni.core.errors import N_
from kangni.core.names import CodeId, Label
from kangni.methods.columns import CodingColumns, Ints
from kangni.results.agreement import CodeScope

__all__ = ["ANY", "ANY_NAME", "AskedCode", "AskedCodes", "asked_codes", "taken"]

ANY = "*"
ANY_NAME = Label(N_("any code"), "任一编码")


@dataclass(frozen=True, slots=True)
class AskedCode:
    """Something that is agreed upon: its handle and its name."""

    handle: str
    name: Label


@dataclass(frozen=True, slots=True, eq=False)
class AskedCodes:
    """What is asked about, and which codes of the codebook count for it.

    Code `code[i]` counts for what is asked at `asked[i]`; both rise.
    """

    names: tuple[AskedCode, ...]
    code: Ints
    asked: Ints

    def renamed(self, codings: CodingColumns) -> CodingColumns:
        """Return the codings with what they count for as their code, as often as they count for something."""
        first = np.searchsorted(self.code, codings.code, side="left")
        width = np.searchsorted(self.code, codings.code, side="right") - first
        coding = np.repeat(np.arange(codings.code.size), width)
        step = np.arange(coding.size) - np.repeat(np.cumsum(width) - width, width)
        return taken(codings, coding, code=self.asked[np.repeat(first, width) + step])


def asked_codes(codebook: Codebook, *, by: CodeScope, codes: Sequence[str]) -> AskedCodes:
    """Return what is asked about: all, or what the named codes say.

    By group, each code that has others below it counts as one with them, and a code without parent and children stands
    for itself; a named code counts as one with all below it. Taken all together, named codes bring in all below them.

    Raises
    ------
    UnknownName
        If no code has one of the names.
    """
    every = tuple(codebook)
    number = {code.id: i for i, code in enumerate(every)}
    named = [codebook.named(handle) for handle in codes]
    match by:
        case "code":
            chosen = sorted({number[code.id] for code in named}) if named else range(len(every))
            groups = [(AskedCode(every[i].handle, every[i].name), [i]) for i in chosen]
        case "group":
            above = {code.id: [*codebook.ancestors(code), code] for code in every}
            heads = list(dict.fromkeys(named)) if named else _heads(codebook)
            groups = [
                (AskedCode(head.handle, head.name), [number[code.id] for code in every if head in above[code.id]])
                for head in heads
            ]
        case "all":
            within = {code.id for code in named}
            counted = [i for i, code in enumerate(every) if not named or _is_within(codebook, code, within)]
            groups = [(AskedCode(ANY, ANY_NAME), counted)]
    pairs = sorted((code, asked) for asked, (_, members) in enumerate(groups) for code in members)
    columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return AskedCodes(names=tuple(name for name, _ in groups), code=columns[0], asked=columns[1])


def taken(codings: CodingColumns, chosen: Ints, *, code: Ints | None = None) -> CodingColumns:
    """Return some codings, with other codes where `code` gives them."""
    columns = {column.name: getattr(codings, column.name)[chosen] for column in fields(codings)}
    return CodingColumns(**(columns if code is None else {**columns, "code": code}))


def _heads(codebook: Codebook) -> list[Code]:
    parents = codebook.parents()
    return [code for code in codebook if code.id in parents or code.parent is None]


def _is_within(codebook: Codebook, code: Code, within: set[CodeId]) -> bool:
    return code.id in within or any(above.id in within for above in codebook.ancestors(code))
