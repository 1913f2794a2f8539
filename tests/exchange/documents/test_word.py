from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import UTC, datetime

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.core.errors import ArchiveRefused, FileDamaged, FileEmpty, KangniError
from kangni.exchange.documents.left_out import (
    DELETED,
    EXTERNAL,
    FORMULAS,
    HEADERS,
    HIDDEN,
    INSERTED,
    LOST_NOTES,
    MACROS,
    NEWLY,
    NUMBERS,
    PICTURES,
    PROPERTIES,
    RUBY,
    SYMBOLS,
    TEXT_BOXES,
    UNDONE,
)
from kangni.exchange.documents.transcript import Remark
from kangni.exchange.documents.word import read_word

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def word_file(
    body: str, *, before: str = "", space: str = W, relations: str = "", parts: dict[str, str] | None = None
) -> bytes:
    """Pack a minimal Word file around the elements of a body."""
    members = {
        "_rels/.rels": f'<Relationships xmlns="x"><Relationship Id="r1" Type="{RELATION}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'{before}<w:document xmlns:w="{space}" {SPACES}><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="x">{relations}</Relationships>',
        **(parts or {}),
    }
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return memory.getvalue()


def p(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def r(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def made_by_python_docx() -> bytes:
    document = docx.Document()
    document.core_properties.author = "Somebody"
    document.add_heading("访谈", level=1)
    document.add_paragraph("访谈者：几年了？")
    paragraph = document.add_paragraph("P01：")
    paragraph.add_run("八年").bold = True
    paragraph.add_run("了，𠮷😀。")
    table = document.add_table(rows=2, cols=2)
    for row, words in zip(table.rows, [("访谈者：", "辛苦吗？"), ("P01：", "辛苦。")], strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    document.add_paragraph("P01：完了。")
    document.sections[0].header.paragraphs[0].text = "机密"
    memory = io.BytesIO()
    document.save(memory)
    return memory.getvalue()


def lost(content: bytes) -> dict[str, tuple[int, str]]:
    return {loss.what: (loss.count, loss.place) for loss in read_word("x.docx", content).losses}


def told(content: bytes) -> list[str]:
    return [caution.sentence for caution in read_word("x.docx", content).cautions]


def test_a_file_of_another_program_gives_paragraphs_and_tables_in_order() -> None:
    written = read_word("x.docx", made_by_python_docx())
    assert (
        written.text == "访谈\n访谈者：几年了？\nP01：八年了，𠮷😀。\n访谈者：\t辛苦吗？\nP01：\t辛苦。\nP01：完了。\n"
    )
    assert written.encoding == "docx"
    assert [caution.sentence for caution in written.cautions] == [HEADERS]
    assert [(loss.what, loss.count) for loss in written.losses] == [(PROPERTIES, 1)]


def test_tracked_insertions_are_kept_and_deletions_left_out_and_told() -> None:
    body = p(
        r("我"), f"<w:ins>{r('真的')}</w:ins>", "<w:del><w:r><w:delText>不</w:delText></w:r></w:del>", r("累。")
    ) + p(f"<w:moveFrom>{r('旧处')}</w:moveFrom>", f"<w:moveTo>{r('新处')}</w:moveTo>")  # fmt: skip
    content = word_file(body)
    assert read_word("x.docx", content).text == "我真的累。\n新处\n"
    assert lost(content) == {DELETED: (1, "paragraph 1")}
    assert told(content) == [INSERTED]


def test_a_deleted_paragraph_leaves_no_line() -> None:
    gone = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>走</w:delText></w:r></w:del></w:p>"
    assert read_word("x.docx", word_file(p(r("一")) + gone + p(r("二")))).text == "一\n二\n"


def test_a_deleted_row_is_left_out_and_told() -> None:
    row = "<w:tr>{properties}<w:tc>{cell}</w:tc></w:tr>"
    table = row.format(properties="", cell=p(r("一"))) + row.format(
        properties="<w:trPr><w:del/></w:trPr>", cell=p(r("二"))
    )
    content = word_file(f"<w:tbl>{table}</w:tbl>")
    assert read_word("x.docx", content).text == "一\n"
    assert lost(content) == {DELETED: (1, "paragraph 2")}


def test_breaks_tabs_and_hyphens_become_characters() -> None:
    body = p("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r>")
    assert read_word("x.docx", word_file(body)).text == "a\tb\nc\u2011d\n"


def test_words_in_links_content_controls_and_fields_are_kept() -> None:
    control = f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{p(r('control'))}</w:sdtContent></w:sdt>"
    field = f"<w:fldSimple>{r('3')}</w:fldSimple><w:r><w:instrText>PAGE</w:instrText></w:r>"
    body = control + p(f"<w:hyperlink>{r('link')}</w:hyperlink>", field, f"<w:smartTag>{r(' tag')}</w:smartTag>")
    assert read_word("x.docx", word_file(body)).text == "control\nlink3 tag\n"


def test_a_strict_file_is_read_as_well() -> None:
    assert read_word("x.docx", word_file(p(r("好")), space=STRICT)).text == "好\n"


@pytest.mark.parametrize(
    ("element", "what"),
    [
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>", HIDDEN),
        ("<w:r><w:drawing/></w:r>", PICTURES),
        ("<w:r><w:object/></w:r>", PICTURES),
        (
            f"<w:r><w:pict><v:textbox><w:txbxContent>{p(r('box'))}</w:txbxContent></v:textbox></w:pict></w:r>",
            TEXT_BOXES,
        ),
        ("<w:r><w:sym/></w:r>", SYMBOLS),
        ("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", FORMULAS),
        (f"<w:r><w:ruby><w:rt>{r('kang')}</w:rt><w:rubyBase/></w:ruby></w:r>", RUBY),
    ],
)
def test_what_the_text_cannot_hold_is_a_loss_with_its_place(element: str, what: str) -> None:
    content = word_file(p(r("one")) + p(r("two"), element))
    assert read_word("x.docx", content).text == "one\ntwo\n"
    assert lost(content) == {what: (1, "paragraph 2")}


def beside(kind: str, notes: str) -> dict[str, str]:
    """Return the part of footnotes, endnotes or comments."""
    return {f"word/{kind}s.xml": f'<w:{kind}s xmlns:w="{W}">{notes}</w:{kind}s>'}


def related(kind: str) -> str:
    return f'<Relationship Id="r-{kind}" Type="{RELATION}/{kind}s" Target="{kind}s.xml"/>'


def test_footnotes_stand_at_the_end_and_are_nobodys_words() -> None:
    body = p(r("P01：累"), '<w:r><w:footnoteReference w:id="2"/></w:r>', r("。")) + p(r("完"))
    notes = f'<w:footnote w:id="0">{p(r("---"))}</w:footnote><w:footnote w:id="2">{p(r("说方言"))}</w:footnote>'
    written = read_word("x.docx", word_file(body, relations=related("footnote"), parts=beside("footnote", notes)))
    assert written.text == "P01：累[1]。\n完\n[1] 说方言\n"
    assert written.end == len("P01：累[1]。\n完\n")


def test_a_footnote_that_the_file_does_not_hold_is_a_loss() -> None:
    content = word_file(p(r("好"), '<w:r><w:endnoteReference w:id="7"/></w:r>'))
    assert read_word("x.docx", content).text == "好[1]\n"
    assert lost(content) == {LOST_NOTES: (1, "paragraph 2")}


def test_comments_come_along_with_the_words_they_hang_on_and_without_their_author() -> None:
    body = p(
        r("我"), '<w:commentRangeStart w:id="4"/>', r("真的累"), '<w:commentRangeEnd w:id="4"/>',
        '<w:r><w:commentReference w:id="4"/></w:r>', r("。"),
    )  # fmt: skip
    note = f'<w:comment w:id="4" w:author="Li Hua" w:date="2025-11-04T10:00:00Z">{p(r("语气很重"))}</w:comment>'
    written = read_word("x.docx", word_file(body, relations=related("comment"), parts=beside("comment", note)))
    assert written.text == "我真的累。\n"
    assert written.remarks == (Remark("语气很重", "真的累", datetime(2025, 11, 4, 10, tzinfo=UTC)),)


def test_rejected_changes_bring_deleted_words_back_and_leave_inserted_ones_out() -> None:
    body = p(
        r("我"), f"<w:ins>{r('真的')}</w:ins>", "<w:del><w:r><w:delText>不</w:delText></w:r></w:del>", r("累。")
    ) + p(f"<w:moveFrom>{r('旧处')}</w:moveFrom>", f"<w:moveTo>{r('新处')}</w:moveTo>")  # fmt: skip
    written = read_word("x.docx", word_file(body), changes="reject")
    assert written.text == "我不累。\n旧处\n"
    assert [(loss.what, loss.count) for loss in written.losses] == [(NEWLY, 1)]
    assert [caution.sentence for caution in written.cautions] == [UNDONE]


def test_text_that_is_not_hidden_after_all_is_kept() -> None:
    shown = '<w:r><w:rPr><w:vanish w:val="false"/></w:rPr><w:t>shown</w:t></w:r>'
    assert read_word("x.docx", word_file(p(shown))).text == "shown\n"


def test_characters_under_reading_aids_are_kept() -> None:
    ruby = f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('kang')}</w:rt><w:rubyBase>{r('抗')}</w:rubyBase></w:ruby></w:r>"
    assert read_word("x.docx", word_file(p(ruby))).text == "抗\n"


def test_list_numbers_are_a_loss_and_their_words_are_kept() -> None:
    content = word_file("<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>first</w:t></w:r></w:p>" * 2)
    assert read_word("x.docx", content).text == "first\nfirst\n"
    assert lost(content) == {NUMBERS: (2, "paragraph 1")}


def test_of_two_versions_of_one_thing_the_first_is_read() -> None:
    versions = f"<mc:AlternateContent><mc:Choice>{r('new')}</mc:Choice><mc:Fallback>{r('old')}</mc:Fallback>"
    assert read_word("x.docx", word_file(p(f"{versions}</mc:AlternateContent>"))).text == "new\n"


def test_outside_addresses_and_macros_are_told_and_left_alone() -> None:
    outside = f'<Relationship Id="r2" Type="{RELATION}/image" Target="http://192.0.2.1/x.png" TargetMode="External"/>'
    content = word_file(p(r("好")), relations=outside, parts={"word/vbaProject.bin": "Sub AutoOpen()"})
    assert told(content) == [EXTERNAL, MACROS]


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE w:document SYSTEM "http://192.0.2.1/x.dtd">',
        '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w:document [<!ENTITY % x SYSTEM "http://192.0.2.1/x"> %x;]>',
        "<!DOCTYPE w:document>",
    ],
)
def test_a_doctype_is_refused(before: str) -> None:
    with pytest.raises(FileDamaged, match=r"DOCTYPE|no sound XML"):
        read_word("x.docx", word_file(p(r("好")), before=before))


def test_a_billion_laughs_are_refused() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    with pytest.raises(FileDamaged):
        read_word("x.docx", word_file(p(r("&l9;")), before=f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'))


def test_elements_nested_a_thousandfold_are_refused() -> None:
    with pytest.raises(FileDamaged, match="no sound XML"):
        read_word("x.docx", word_file("<w:ins>" * 1_000 + "</w:ins>" * 1_000))


def test_as_many_nested_elements_as_the_parser_takes_are_walked() -> None:
    deep = 240
    body = "<w:ins>" * deep + r("deep") + "</w:ins>" * deep
    assert read_word("x.docx", word_file(p(body))).text == "deep\n"


def test_a_bomb_is_refused_before_unpacking() -> None:
    with pytest.raises(ArchiveRefused, match="before unpacking"):
        read_word("x.docx", word_file(p(r(" " * 5_000_000))))


def test_names_that_lead_out_of_the_folder_are_refused() -> None:
    with pytest.raises(ArchiveRefused, match="leads out"):
        read_word("x.docx", word_file(p(r("好")), parts={"../../evil.txt": ""}))


@pytest.mark.parametrize("body", ["", p(), p(r("  ")) + p(r("\u3000"))])
def test_a_file_without_a_visible_character_is_empty(body: str) -> None:
    with pytest.raises(FileEmpty):
        read_word("x.docx", word_file(body))


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.99])
def test_a_truncated_file_is_damaged(share: float) -> None:
    content = made_by_python_docx()
    with pytest.raises(FileDamaged):
        read_word("x.docx", content[: int(len(content) * share)])


def test_a_spreadsheet_called_docx_holds_no_word_document() -> None:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(FileDamaged, match="holds no Word document"):
        read_word("x.docx", memory.getvalue())


@given(st.data())
def test_changed_bytes_of_the_xml_raise_only_our_own_errors(data: st.DataObject) -> None:
    body = p(r("访谈者：好？"), f"<w:ins>{r('真')}</w:ins>") + f"<w:tbl><w:tr><w:tc>{p(r('格'))}</w:tc></w:tr></w:tbl>"
    changed = bytearray(body.encode())
    for place in data.draw(st.lists(st.integers(0, len(changed) - 1), min_size=1, max_size=6)):
        changed[place] = data.draw(st.integers(32, 126))
    with suppress(KangniError):
        read_word("x.docx", word_file(changed.decode("utf-8", "replace")))
