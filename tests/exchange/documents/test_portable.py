from __future__ import annotations

import io
from contextlib import suppress
from random import Random

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from kangni.core.errors import FileDamaged, FileLocked, KangniError, NoTextLayer
from kangni.exchange.documents.portable import ATTACHED, DIVIDED, REMARKS, SILENT_PAGES, read_portable
from kangni.exchange.documents.registry import read

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def pdf_file(*pages: list[str], password: str = "", note: bool = False) -> bytes:
    """Print lines on pages."""
    memory = io.BytesIO()
    canvas = Canvas(memory, encrypt=StandardEncryption(password) if password else None, invariant=1)
    for lines in pages:
        canvas.setFont("STSong-Light", 12)
        for i, line in enumerate(lines):
            canvas.drawString(72, 760 - 20 * i, line)
        if note:
            canvas.textAnnotation("a remark", (10, 10, 20, 20))
            canvas.linkURL("http://192.0.2.1", (0, 0, 5, 5))
        canvas.showPage()
    canvas.save()
    return memory.getvalue()


def test_pages_are_read_in_order_and_kept_on_turns() -> None:
    content = pdf_file(["访谈者：几年了？", "P01：八年。", "一直在这里。"], ["访谈者：累吗？", "P01：累。"])
    found = read("P01.pdf", content)
    assert found.text == "访谈者：几年了？\nP01：八年。\n一直在这里。\n访谈者：累吗？\nP01：累。\n"
    assert [(turn.speaker, turn.page, found.text[turn.start : turn.end]) for turn in found.turns] == [
        ("访谈者", 1, "几年了？"),
        ("P01", 1, "八年。\n一直在这里。"),
        ("访谈者", 2, "累吗？"),
        ("P01", 2, "累。"),
    ]
    assert found.encoding == "pdf"


def test_a_file_without_a_text_layer_says_so() -> None:
    with pytest.raises(NoTextLayer, match=r"its pages \(2\) are pictures or empty"):
        read_portable("scan.pdf", pdf_file([], []))


def test_single_pages_without_a_text_layer_are_told_and_keep_their_number() -> None:
    written = read_portable("x.pdf", pdf_file(["Interviewer: Why?"], [], ["P01: So."]))
    assert [(caution.sentence, caution.facts) for caution in written.cautions] == [
        (SILENT_PAGES, (("count", 1), ("pages", 3), ("first", 2)))
    ]
    assert [mark.page for mark in written.marks] == [1, 3]


def test_a_word_divided_at_the_end_of_a_line_is_told() -> None:
    written = read_portable("x.pdf", pdf_file(["P01: I have been work-", "ing here for eight years."]))
    assert written.text == "P01: I have been work-ing here for eight years.\n"
    assert [caution.sentence for caution in written.cautions] == [DIVIDED]


def test_a_password_is_asked_for() -> None:
    with pytest.raises(FileLocked):
        read_portable("x.pdf", pdf_file(["words"], password="secret"))  # noqa: S106 - of the sample


def test_remarks_are_a_loss_and_links_are_none() -> None:
    written = read_portable("x.pdf", pdf_file(["words"], note=True))
    assert [(loss.what, loss.count) for loss in written.losses] == [(REMARKS, 1)]
    assert ATTACHED not in {loss.what for loss in written.losses}


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5])
def test_a_truncated_file_is_damaged(share: float) -> None:
    content = pdf_file(["访谈者：几年了？"])
    with pytest.raises(FileDamaged):
        read("x.pdf", content[: int(len(content) * share)])


def test_changed_bytes_raise_only_our_own_errors() -> None:
    sound, random = pdf_file(["Interviewer: Why?", "P01: So."]), Random(1)  # noqa: S311 - damage, not secrets
    for _ in range(200):
        content = bytearray(sound)
        for _ in range(random.randint(1, 20)):
            content[random.randrange(5, len(content))] = random.randrange(256)
        with suppress(KangniError):
            read("x.pdf", bytes(content))
