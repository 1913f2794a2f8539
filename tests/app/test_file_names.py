from __future__ import annotations

import pytest

from kangni.app.file_names import FileName, participant_named, read_file_name


@pytest.mark.parametrize(
    ("file", "parts"),
    [
        ("P01.zh.txt", FileName("P01.zh", "P01", "zh")),
        ("P01.EN.docx", FileName("P01.EN", "P01", "en")),
        ("work_0015.txt", FileName("work_0015", "work_0015", "")),
        ("王姐访谈.docx", FileName("王姐访谈", "王姐访谈", "")),
        ("a.b.c.txt", FileName("a.b.c", "a.b.c", "")),
        (" P01 .txt", FileName("P01", "P01", "")),
        (".zh.txt", FileName(".zh", ".zh", "")),
        ("Rene\u0301.txt", FileName("Ren\u00e9", "Ren\u00e9", "")),
    ],
)
def test_a_file_name_tells_handle_stem_and_language(file: str, parts: FileName) -> None:
    assert read_file_name(file) == parts


@pytest.mark.parametrize(
    ("stem", "handle"),
    [
        ("P01", "P01"),
        ("interview_p01_second", "P01"),
        ("P01访谈", "P01"),
        ("访谈 小满", "小满"),
        ("小满1", "小满"),
        ("P011", None),
        ("XP01", None),
        ("小满意", None),
        ("P1 and Ann-Lee", "Ann-Lee"),
    ],
)
def test_a_participant_is_named_by_a_whole_word(stem: str, handle: str | None) -> None:
    assert participant_named(stem, ["P1", "P01", "小满", "Ann", "Ann-Lee"]) == handle


def test_a_word_that_is_no_whole_word_at_first_may_be_one_later() -> None:
    assert participant_named("XP01-P01", ["P01"]) == "P01"
