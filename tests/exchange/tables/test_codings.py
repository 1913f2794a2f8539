from __future__ import annotations

import pytest
from tests.fakes import FakeStudy
from tests.tables import cells, faults, unhurried

from kangni.core.coding import Coding, Place, Time
from kangni.core.errors import FaultyTable, QuoteMismatch
from kangni.core.text import Document, Span
from kangni.exchange.tables.codings import read_codings
from kangni.exchange.tables.names import Names
from kangni.exchange.tables.reading import Reading


def read(text: str, names: Names) -> Reading[Coding]:
    return read_codings(cells(text, name="codings.csv"), names, progress=unhurried)


def refused(text: str, names: Names) -> FaultyTable:
    with pytest.raises(FaultyTable) as caught:
        read(text, names)
    return caught.value


def test_a_row_becomes_a_coding_of_its_span(study: FakeStudy, names: Names) -> None:
    (coding,) = read("coder,doc,start,end,quote,code_id\nA,P01.zh,21,26,督导帮了我,ENV.O01\n", names).added

    assert coding.span == Span(21, 26)
    assert coding.document == study.named(Document, "P01.zh").id
    assert coding.code == study.codebook().named("ENV.O01").id
    assert (coding.voice, coding.stance, coding.time, coding.draft, coding.released) == (
        "own", "holds", None, False, False,
    )  # fmt: skip


def test_everything_that_a_row_can_say_is_kept(names: Names) -> None:
    (coding,) = read(
        "coder,doc,start,end,code_id,polarity_override,level_override,reason,memo,voice,stance,time,draft,released\n"
        "A,p01.ZH,21,26,env.o01,risk,society,她说变了,疑心,shared,rejects,then,yes,yes\n",
        names,
    ).added

    assert (coding.polarity, coding.level, coding.reason, coding.memo) == ("risk", "society", "她说变了", "疑心")
    assert (coding.voice, coding.stance, coding.time) == ("shared", "rejects", Time.THEN)
    assert (coding.draft, coding.released) == (True, True)


def test_coders_who_are_new_are_made_once(names: Names) -> None:
    read("coder,doc,start,end,code_id\nA,P01.zh,21,26,ENV.O01\nB,P01.zh,21,26,ENV.O01\nb,P01.zh,19,20,STR.O01\n", names)

    assert [coder.handle for coder in names.created] == ["B"]


def test_a_row_without_a_document_keeps_its_place_and_words(names: Names) -> None:
    (coding,) = read("coder,quote,code_id\nA,累死了,STR.O01\n", names).added

    assert (coding.document, coding.span, coding.place) == (None, None, Place("codings.csv", 2, "累死了"))


def test_an_empty_quote_is_not_compared_so_that_withheld_words_come_back(names: Names) -> None:
    (coding,) = read(
        "coder,doc,start,end,quote,code_id,withheld\nA,P01.zh,21,26,,ENV.O01,no consent is recorded\n", names
    ).added

    assert coding.span == Span(21, 26)


def test_a_row_that_repeats_another_adds_nothing(names: Names) -> None:
    found = read("coder,doc,start,end,code_id\nA,P01.zh,21,26,ENV.O01\nA,P01.zh,21,26,ENV.O01\n", names)

    assert (len(found.added), found.unchanged) == (1, 1)


def test_a_row_that_contradicts_another_is_a_fault_that_names_it(names: Names) -> None:
    error = refused(
        "coder,doc,start,end,code_id,polarity_override,reason\n"
        "A,P01.zh,21,26,ENV.O01,,\nA,P01.zh,21,26,ENV.O01,risk,because\n",
        names,
    )

    assert faults(error) == [(3, "code_id", "RowsConflict")]
    assert "row 2" in str(error)


def test_all_faults_of_a_table_are_told_at_once_each_with_row_and_column(names: Names) -> None:
    error = refused(
        "coder,doc,start,end,quote,code_id,polarity_override,level_override,reason,voice,stance,time,draft\n"
        ",P01.zh,21,26,,ENV.O01,,,,,,,\n"
        "A,P09.zh,21,26,,ENV.O01,,,,,,,\n"
        "A,P01.zh,x,26,,ENV.O01,,,,,,,\n"
        "A,P01.zh,26,21,,ENV.O01,,,,,,,\n"
        "A,P01.zh,-3,21,,ENV.O01,,,,,,,\n"
        "A,P01.zh,21,999,,ENV.O01,,,,,,,\n"
        "A,P01.zh,21,26,督导帮我,ENV.O01,,,,,,,\n"
        "A,P01.zh,21,26,,ENV.O1,,,,,,,\n"
        "A,P01.zh,21,26,,,,,,,,,\n"
        "A,P01.zh,21,26,,ENV.O01,good,moon,why,,,,\n"
        "A,P01.zh,21,26,,ENV.O01,risk,,,,,,\n"
        "A,P01.zh,21,26,,ENV.O01,,,,them,doubts,later,maybe\n"
        "A,P01.zh,,,督导,ENV.O01,,,,,,,\n"
        "A,,21,26,督导,ENV.O01,,,,,,,\n"
        "A,,,,,ENV.O01,,,,,,,\n",
        names,
    )

    assert faults(error) == [
        (2, "coder", "CellEmpty"),
        (3, "doc", "UnknownName"),
        (4, "start", "NumberInvalid"),
        (5, "end", "SpanInvalid"),
        (6, "end", "SpanInvalid"),
        (7, "end", "SpanOutOfRange"),
        (8, "quote", "QuoteMismatch"),
        (9, "code_id", "UnknownName"),
        (10, "code_id", "CellEmpty"),
        (11, "polarity_override", "UnknownTerm"),
        (11, "level_override", "UnknownTerm"),
        (12, "reason", "OverrideWithoutReason"),
        (13, "voice", "UnknownTerm"),
        (13, "stance", "UnknownTerm"),
        (13, "time", "UnknownTerm"),
        (13, "draft", "UnknownTerm"),
        (14, "start", "CellEmpty"),
        (14, "end", "CellEmpty"),
        (15, "doc", "CellEmpty"),
        (16, "quote", "CellEmpty"),
    ]


def test_an_unknown_code_is_answered_with_the_one_that_looks_most_like_it(names: Names) -> None:
    error = refused("coder,doc,start,end,code_id\nA,P01.zh,21,26,ENV.O1\n", names)

    assert (
        str(error)
        .split("\n")[1]
        .startswith("  row 2, column code_id: There is no code called “ENV.O1”. Did you mean “ENV.O")
    )


def test_a_quote_that_does_not_match_shows_both_readings_cut_to_a_sentence(names: Names) -> None:
    error = refused(f"coder,doc,start,end,quote,code_id\nA,P01.zh,21,26,{'长' * 200},ENV.O01\n", names)

    mismatch = error.faults[0].error
    assert isinstance(mismatch, QuoteMismatch)
    assert (mismatch.found, mismatch.quote) == ("督导帮了我", "长" * 60 + "…")


def test_coding_a_translation_is_refused_with_the_turn_of_the_original(names: Names) -> None:
    error = refused("coder,doc,start,end,code_id\nA,P01.en,32,36,ENV.O01\n", names)

    assert faults(error) == [(2, "doc", "CodedTranslation")]
    assert "Code turn 2 of P01.zh instead." in str(error)


def test_control_characters_in_a_reason_are_a_fault_in_their_cell(names: Names) -> None:
    table = cells("coder,doc,start,end,code_id,reason,polarity_override\nA,P01.zh,21,26,ENV.O01,xx,risk\n")
    columns = list(table.sheet.columns)
    columns[5] = ("x\x01x",)  # a workbook can hold it, a text file is refused before
    broken = type(table)(
        type(table.sheet)("t.xlsx", table.sheet.headings, tuple(columns), [2]), table.format, table.index
    )

    with pytest.raises(FaultyTable) as caught:
        read_codings(broken, names, progress=unhurried)

    assert faults(caught.value) == [(2, "reason", "TextInvalid")]


def test_progress_is_told_in_rows_done_and_rows_there_are(names: Names) -> None:
    told: list[tuple[int, int]] = []

    def tell(done: int, whole: int) -> None:
        told.append((done, whole))

    read_codings(cells("coder,doc,start,end,code_id\nA,P01.zh,21,26,ENV.O01\n"), names, progress=tell)

    assert told == [(0, 1)]
