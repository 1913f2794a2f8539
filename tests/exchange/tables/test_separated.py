from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.core.errors import FileDamaged, FileEmpty, TextInvalid, TextUndecodable, UnknownTerm
from kangni.exchange.tables.grid import Table
from kangni.exchange.tables.separated import read_separated, write_separated

# every text that the study can hold: no controls but tab and line feed, no lone surrogates
TEXTS = st.text(
    st.characters(
        exclude_categories=["Cs"], exclude_characters=[chr(n) for n in range(32) if n not in {9, 10}] + ["\x7f"]
    )
)
ROWS = st.lists(st.tuples(TEXTS, TEXTS).filter(any))


@given(rows=ROWS)
def test_any_text_comes_back_from_csv_as_it_went(rows: list[tuple[str, str]]) -> None:
    content = write_separated(Table("codings", ("quote", "memo"), rows))

    assert list(zip(*read_separated("codings.csv", content).columns, strict=True)) == rows


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "＝1", "'=1", "''@x"])
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe_and_loses_it_again(cell: str) -> None:
    content = write_separated(Table("codings", ("quote",), [(cell,)]))

    assert ("'" + cell) in content.decode()
    assert read_separated("codings.csv", content).columns == ((cell,),)


@pytest.mark.parametrize("cell", ["+", "-", "-3", "+1.5", "'tis"])
def test_signs_numbers_and_plain_apostrophes_go_out_as_they_are(cell: str) -> None:
    assert write_separated(Table("claims", ("sign",), [(cell,)])) == f"sign\n{cell}\n".encode()


def test_what_goes_out_is_utf8_with_commas_and_line_feeds() -> None:
    table = Table("codings", ("coder", "quote"), [("A", "忙，累"), ("B", 'a "b", c')])

    assert write_separated(table) == 'coder,quote\nA,忙，累\nB,"a ""b"", c"\n'.encode()


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("utf-16", "utf-16")],
)
def test_the_encoding_of_chinese_tables_is_found_and_told(encoding: str, found: str) -> None:
    sheet = read_separated("t.csv", "coder,quote\nA,为了凑这个数，有时候我到人家里坐十分钟就要走\n".encode(encoding))

    assert sheet.encoding == found
    assert sheet.columns[1] == ("为了凑这个数，有时候我到人家里坐十分钟就要走",)


def test_a_named_encoding_overrules_the_guess() -> None:
    sheet = read_separated("t.csv", "coder,quote\nA,為了湊這個數\n".encode("big5"), encoding="big5")

    assert sheet.columns[1] == ("為了湊這個數",)


def test_bytes_that_do_not_fit_the_named_encoding_are_refused_with_their_offset() -> None:
    with pytest.raises(TextUndecodable) as caught:
        read_separated("t.csv", b"coder,quote\nA,\xff\xfe\n", encoding="utf-8")

    assert caught.value.offset == 14


def test_an_encoding_that_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(UnknownTerm, match="utf-9"):
        read_separated("t.csv", b"coder\nA\n", encoding="utf-9")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_separate(mark: str) -> None:
    sheet = read_separated("t.csv", f"coder{mark}doc{mark}quote\nA{mark}P01.zh{mark}x\n".encode())

    assert sheet.headings == ("coder", "doc", "quote")
    assert sheet.columns == (("A",), ("P01.zh",), ("x",))


def test_rows_are_numbered_as_in_a_spreadsheet_however_many_lines_a_cell_has() -> None:
    sheet = read_separated("t.csv", b'id,note\nP01,"two\nlines"\n\nP02,x\n')

    assert sheet.numbers == [2, 4]


def test_line_ends_inside_cells_become_line_feeds_as_in_documents() -> None:
    assert read_separated("t.csv", b'id,note\r\nP01,"two\r\nlines"\r\n').columns[1] == ("two\nlines",)


def test_a_row_with_too_few_or_too_many_cells_is_a_fault_with_its_number() -> None:
    sheet = read_separated("t.csv", b"coder,doc\nA,P01.zh\nA\nA,P01.zh,x\n")

    assert [(fault.row, str(fault.error).split("\n")[0]) for fault in sheet.faults] == [
        (3, "The row has 1 cells under 2 headings."),
        (4, "The row has 3 cells under 2 headings."),
    ]


def test_a_quotation_mark_that_is_never_closed_is_damage() -> None:
    with pytest.raises(FileDamaged, match="line 3"):
        read_separated("t.csv", b'coder,quote\nA,"not closed\nA,x\n')


@pytest.mark.parametrize("content", [b"\n \n", b"\xef\xbb\xbf", b"   "])
def test_a_file_without_words_is_empty(content: bytes) -> None:
    with pytest.raises(FileEmpty):
        read_separated("t.csv", content)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises((TextInvalid, TextUndecodable)):
        read_separated("t.csv", b"\x00\x01\x02\x03MZ\x90\x00\x03\x00\x00")


def test_columns_without_heading_and_content_are_left_out() -> None:
    assert read_separated("t.csv", b"coder,doc,,\nA,P01.zh,,\n").headings == ("coder", "doc")


def test_two_columns_of_one_name_are_a_fault() -> None:
    sheet = read_separated("t.csv", b"coder,coder\nA,B\n")

    assert [(fault.row, fault.column) for fault in sheet.faults] == [(1, "coder")]
