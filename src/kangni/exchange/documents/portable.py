"""Transcripts in PDF files: the text layer, page by page; nothing in them runs, and no picture is read."""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw as pdfium

from kangni.core.errors import N_, FileDamaged, FileLocked, FileTooLarge, NoTextLayer
from kangni.exchange.decode import clean
from kangni.exchange.documents.left_out import PICTURES
from kangni.exchange.documents.transcript import Mark, WrittenText
from kangni.results.answer import Caution
from kangni.results.imports import Loss

__all__ = ["read_portable"]

ENCODING = "pdf"
MOST_PAGES = 5_000
SILENT_PAGES = N_(
    "{file}: {count} of {pages} pages have no text layer, page {first} first; they may be scanned pictures"
)
DIVIDED = N_("{file}: {count} words are divided at line ends; their hyphens stayed")
REMARKS = N_("comments and marks on the pages")
ATTACHED = N_("files attached")
_DIVIDING = "\x02"  # what stands for a hyphen at the end of a line, which goes together with the line's end
_REPLACED = {"\r\n": "\n", "\r": "\n", "\ufffe": "-", _DIVIDING: "-", "\0": ""}


def read_portable(file: str, content: bytes) -> WrittenText:
    """Return the text layer of a PDF, one line a line of the page, with the place where each page begins.

    Raises
    ------
    FileLocked
        Where a password is needed.
    NoTextLayer
        Where no page has words, as in scanned files.
    FileDamaged, FileTooLarge
        Where the file breaks off, or has more pages than any interview.
    """
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise FileLocked(file) from error
        raise FileDamaged(file, "its pages cannot be found, perhaps it breaks off") from error
    try:
        return _read(file, document)
    except pypdfium2.PdfiumError as error:
        raise FileDamaged(file, "a page cannot be read") from error
    finally:
        document.close()


def _read(file: str, document: pypdfium2.PdfDocument) -> WrittenText:
    if len(document) > MOST_PAGES:
        raise FileTooLarge(file, f"{len(document)} pages", f"{MOST_PAGES} pages")
    pieces, marks, silent = list[str](), list[Mark](), list[int]()
    length = divided = pictures = remarks = 0
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        words, hyphens = _words_of(page)
        divided += hyphens
        pictures += sum(1 for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
        remarks += _remarks_on(page)
        page.close()
        if not words.strip():
            silent.append(number)
            continue
        marks.append(Mark(length, page=number))
        pieces.append(words.rstrip("\n") + "\n")
        length += len(pieces[-1])
    if not pieces:
        raise NoTextLayer(file, len(document))
    cautions = []
    if silent:
        facts = (("count", len(silent)), ("pages", len(document)), ("first", silent[0]))
        cautions.append(Caution(SILENT_PAGES, facts))
    if divided:
        cautions.append(Caution(DIVIDED, (("count", divided),)))
    lost = ((PICTURES, pictures), (REMARKS, remarks), (ATTACHED, document.count_attachments()))
    return WrittenText(
        text=clean(file, "".join(pieces)),
        encoding=ENCODING,
        losses=tuple(Loss(what, count) for what, count in lost if count),
        cautions=tuple(cautions),
        marks=tuple(marks),
    )


def _words_of(page: pypdfium2.PdfPage) -> tuple[str, int]:
    """Return the words of a page and how many of them are divided at line ends."""
    layer = page.get_textpage()
    words = layer.get_text_bounded()
    layer.close()
    divided = words.count(_DIVIDING) + words.count("\ufffe")
    for found, instead in _REPLACED.items():
        words = words.replace(found, instead)
    return "".join(c if c in "\n\t" or c >= " " else " " for c in words) if not words.isprintable() else words, divided


def _remarks_on(page: pypdfium2.PdfPage) -> int:
    """Count comments, highlights and the like; links and forms are none."""
    kinds = []
    for i in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, i)
        kinds.append(pdfium.FPDFAnnot_GetSubtype(annotation))
        pdfium.FPDFPage_CloseAnnot(annotation)
    passed_over = {pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_POPUP}
    return sum(kind not in passed_over for kind in kinds)
