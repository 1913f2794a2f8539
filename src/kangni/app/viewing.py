"""What the figures of an agreement are counted on: which units, and what counts as one code."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kangni.app.asked_codes import AskedCode, AskedCodes
from kangni.app.comparing import Compared
from kangni.core.ports import Reader
from kangni.core.sentences import sentences
from kangni.core.text import Span
from kangni.methods.agreement.units import Marks, Units, mark, split_units, windows
from kangni.methods.columns import CodingColumns
from kangni.results.agreement import AgreementUnit, CodeScope

__all__ = ["Asked", "View", "seen_as"]


@dataclass(frozen=True, slots=True)
class Asked:
    """In which units figures are counted, and what counts as one code; no codes named: all."""

    unit: AgreementUnit = "turn"
    window: int = 200
    by: CodeScope = "code"
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """The compared codings as the figures see them.

    `units` are turns, sentences or windows; where characters or spans are counted they are the turns that hold them.
    `codings` have what is asked about as their code, numbered as in `names`; `set_marks` have the codebook's codes
    where all are taken together.
    """

    study: Compared
    asked: Asked
    names: tuple[AskedCode, ...]
    codings: CodingColumns
    units: Units
    marks: Marks
    set_marks: Marks


def seen_as(read: Reader, study: Compared, asked: Asked, codes: AskedCodes) -> View:
    """Return the compared codings as the figures see them."""
    units = _cut(read, study, asked)
    by_code = study.marks if units is study.units else mark(study.codings, units, study.coder_places)
    is_plain = asked.by == "code" and not asked.codes
    codings = study.codings if is_plain else codes.renamed(study.codings)
    marks = by_code if is_plain else mark(codings, units, study.coder_places)
    set_marks = by_code if asked.by == "all" else marks
    return View(study, asked, codes.names, codings, units, marks, set_marks)


def _cut(read: Reader, study: Compared, asked: Asked) -> Units:
    """Return the turns, or the sentences or windows in them."""
    whole = study.units
    if asked.unit == "window":
        return windows(whole, asked.window)
    if asked.unit != "sentence":
        return whole
    heads = read.document_heads()
    ids = [heads[document].id for document in whole.documents.tolist()]
    texts = read.texts(ids)
    bounds = zip(whole.document.tolist(), whole.start.tolist(), whole.end.tolist(), strict=True)
    found = [
        (i, sentence.start, sentence.end)
        for i, (document, start, end) in enumerate(bounds)
        for sentence in sentences(texts[ids[document]], Span(start, end))
    ]
    unit, first, last = np.array(found, dtype=np.int64).reshape(-1, 3).T
    return split_units(whole, unit, first, last)
