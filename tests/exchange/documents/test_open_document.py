from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.core.errors import ArchiveRefused, FileDamaged, FileEmpty, KangniError
from kangni.exchange.documents.left_out import (
    DELETED,
    EXTERNAL,
    HIDDEN,
    INSERTED,
    MACROS,
    NEWLY,
    NUMBERS,
    PICTURES,
    PROPERTIES,
    RUBY,
    TEXT_BOXES,
    UNDONE,
)
from kangni.exchange.documents.open_document import read_open_document
from kangni.exchange.documents.registry import read
from kangni.exchange.documents.transcript import Remark

SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = (
    f'xmlns:office="{SPACE}office:1.0" xmlns:text="{SPACE}text:1.0" xmlns:table="{SPACE}table:1.0" '
    f'xmlns:draw="{SPACE}drawing:1.0" xmlns:style="{SPACE}style:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
TEXT = "application/vnd.oasis.opendocument.text"


def odt_file(
    body: str, *, styles: str = "", before: str = "", kind: str = TEXT, parts: dict[str, str] | None = None
) -> bytes:
    """Pack a minimal OpenDocument text around the elements of a body."""
    content = (
        f"{before}<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), kind)
        for name, words in {"content.xml": content, **(parts or {})}.items():
            archive.writestr(name, words)
    return memory.getvalue()


def p(words: str) -> str:
    return f"<text:p>{words}</text:p>"


def words_of(body: str, *, styles: str = "") -> str:
    return read_open_document("x.odt", odt_file(body, styles=styles)).text


def lost(body: str, *, styles: str = "") -> dict[str, int]:
    return {loss.what: loss.count for loss in read_open_document("x.odt", odt_file(body, styles=styles)).losses}


def test_paragraphs_headings_and_tables_come_in_order() -> None:
    row = "".join(f"<table:table-cell>{p(cell)}</table:table-cell>" for cell in ("访谈者：", "辛苦吗？"))
    table = f"<table:table><table:table-row>{row}</table:table-row></table:table>"
    body = f"<text:h>访谈</text:h>\n  {p('P01：八年，𠮷😀。')}{table}"
    assert words_of(body) == "访谈\nP01：八年，𠮷😀。\n访谈者：\t辛苦吗？\n"


def test_blanks_tabs_and_breaks_become_characters_and_the_layout_of_the_file_does_not() -> None:
    assert words_of(p('a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d\n     e')) == "a   b\tc\nd e\n"


def test_links_spans_and_lists_keep_their_words() -> None:
    item = f"<text:list><text:list-item>{p('first')}</text:list-item></text:list>"
    body = p('a <text:a xlink:href="#x">link</text:a> <text:span>span</text:span>') + item
    assert words_of(body) == "a link span\nfirst\n"
    assert lost(body) == {NUMBERS: 1}


def test_footnotes_stand_at_the_end() -> None:
    body = f"<text:note-body>{p('说方言')}</text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{body}</text:note>"
    written = read_open_document("x.odt", odt_file(p(f"P01：累{note}。")))
    assert written.text == "P01：累[1]。\n[1] 说方言\n"
    assert written.end == len("P01：累[1]。\n")


def test_comments_come_along_with_their_words_and_without_their_author() -> None:
    comment = (
        '<office:annotation office:name="c1"><dc:creator>Li Hua</dc:creator><dc:date>2025-11-04T10:00:00</dc:date>'
        f"{p('语气很重')}</office:annotation>"
    )
    written = read_open_document("x.odt", odt_file(p(f'我{comment}真的累<office:annotation-end office:name="c1"/>。')))
    assert written.text == "我真的累。\n"
    assert written.remarks == (Remark("语气很重", "真的累", datetime(2025, 11, 4, 10, tzinfo=UTC)),)


CHANGED = (
    '<text:tracked-changes><text:changed-region text:id="i"><text:insertion/></text:changed-region>'
    f'<text:changed-region text:id="d"><text:deletion>{p("不")}</text:deletion></text:changed-region>'
    "</text:tracked-changes>" + p('我<text:change-start text:change-id="i"/>真的<text:change-end text:change-id="i"/>'
        '<text:change text:change-id="d"/>累。')
)  # fmt: skip


def test_tracked_changes_are_accepted_and_told() -> None:
    written = read_open_document("x.odt", odt_file(CHANGED))
    assert written.text == "我真的累。\n"
    assert [loss.what for loss in written.losses] == [DELETED]
    assert [caution.sentence for caution in written.cautions] == [INSERTED]


def test_tracked_changes_are_rejected_where_asked() -> None:
    written = read_open_document("x.odt", odt_file(CHANGED), changes="reject")
    assert written.text == "我不累。\n"
    assert [loss.what for loss in written.losses] == [NEWLY]
    assert [caution.sentence for caution in written.cautions] == [UNDONE]


HIDING = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ('<text:span text:style-name="H">secret</text:span>', HIDDEN),
        ("<text:hidden-text>secret</text:hidden-text>", HIDDEN),
        ('<draw:frame><draw:image xlink:href="Pictures/1.png"/></draw:frame>', PICTURES),
        (f"<draw:frame><draw:text-box>{p('box')}</draw:text-box></draw:frame>", TEXT_BOXES),
        ("<text:ruby><text:ruby-text>kang</text:ruby-text></text:ruby>", RUBY),
    ],
)
def test_what_the_text_cannot_hold_is_a_loss(words: str, what: str) -> None:
    body = p(f"one{words}")
    assert words_of(body, styles=HIDING) == "one\n"
    assert lost(body, styles=HIDING) == {what: 1}


def test_characters_under_reading_aids_are_kept() -> None:
    assert words_of(p("<text:ruby><text:ruby-base>抗</text:ruby-base></text:ruby>")) == "抗\n"


def test_outside_addresses_macros_and_properties_are_told_and_left_alone() -> None:
    body = p('好<draw:frame><draw:image xlink:href="http://192.0.2.1/x.png"/></draw:frame>')
    content = odt_file(body, parts={"Basic/script.xlb": "x", "meta.xml": "<x/>"})
    written = read_open_document("x.odt", content)
    assert [caution.sentence for caution in written.cautions] == [EXTERNAL, MACROS]
    assert PROPERTIES in {loss.what for loss in written.losses}


@pytest.mark.parametrize(
    "before",
    ['<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">', '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'],
)
def test_a_doctype_is_refused(before: str) -> None:
    with pytest.raises(FileDamaged, match=r"DOCTYPE|no sound XML"):
        read_open_document("x.odt", odt_file(p("好"), before=before))


def test_a_spreadsheet_is_refused() -> None:
    with pytest.raises(FileDamaged, match="holds no text document"):
        read_open_document("x.odt", odt_file(p("好"), kind="application/vnd.oasis.opendocument.spreadsheet"))


def test_a_bomb_is_refused_before_unpacking() -> None:
    with pytest.raises(ArchiveRefused):
        read_open_document("x.odt", odt_file(p(" " * 5_000_000)))


def test_blanks_that_one_element_stands_for_have_a_limit() -> None:
    assert len(words_of(p('a<text:s text:c="999999999"/>b'))) == 1_003


def test_a_file_without_a_visible_character_is_empty() -> None:
    with pytest.raises(FileEmpty):
        read_open_document("x.odt", odt_file(p("  ")))


def test_the_content_decides_and_not_the_suffix() -> None:
    assert read("P01.txt", odt_file(p("访谈者：好？") + p("P01：好。"))).encoding == "odt"


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.99])
def test_a_truncated_file_is_damaged(share: float) -> None:
    content = odt_file(p("访谈者：几年了？"))
    with pytest.raises(FileDamaged):
        read("x.odt", content[: int(len(content) * share)])


@given(st.data())
def test_changed_bytes_of_the_xml_raise_only_our_own_errors(data: st.DataObject) -> None:
    body = bytearray(CHANGED.encode())
    for place in data.draw(st.lists(st.integers(0, len(body) - 1), min_size=1, max_size=4)):
        body[place] = data.draw(st.integers(32, 126))
    with suppress(KangniError):
        read("x.odt", odt_file(body.decode("latin-1")))
