from __future__ import annotations

import pytest
from tests.exchange.refi.shapes import SOURCE, coding, packed, project, quotations, read, selection

from kangni.core.errors import UnknownTerm
from kangni.exchange.refi.offsets import Convention, convention_from

LINES = "Q: \U0001f600 ok?\nA: yes\n"
TIMES = 20


def coded(unit: str, crlf: int, *, has_mark: bool, counts_mark: bool = False) -> bytes:
    """Code the word "yes" twenty times in a text whose positions count in one of the ways."""
    text = LINES * TIMES
    marked = []
    for n in range(TIMES):
        start = n * len(LINES) + LINES.index("yes")
        place = counted(text[:start], unit, crlf) + counts_mark
        marked.append(selection(100 + n, place, place + 3, coding(200 + n)))
    file_text = text.replace("\n", "\r\n")
    source = f'<TextSource guid="{SOURCE}" name="P01" plainTextPath="internal://a.txt">{"".join(marked)}</TextSource>'
    content = ("\ufeff" if has_mark else "") + file_text
    return packed(project(source), {"sources/a.txt": content.encode()})


def counted(before: str, unit: str, crlf: int) -> int:
    text = before.replace("\n", "\r\n") if crlf == 2 else before
    return len(text.encode("utf-16-le")) // 2 if unit == "utf16" else len(text)


@pytest.mark.parametrize("has_mark", [False, True], ids=["no mark", "mark"])
@pytest.mark.parametrize("crlf", [1, 2])
@pytest.mark.parametrize("unit", ["code_points", "utf16"])
def test_each_way_of_counting_is_found_from_evidence(unit: str, crlf: int, has_mark: bool) -> None:  # noqa: FBT001
    found = read(coded(unit, crlf, has_mark=has_mark))
    assert quotations(found) == ["yes"] * TIMES
    (told,) = found.positions
    assert (told.convention, told.why) == (f"{unit},crlf={crlf},bom=0", "evidence")
    assert (told.selections, told.at_edges) == (TIMES, TIMES)


def test_a_counted_mark_is_found() -> None:
    found = read(coded("code_points", 2, has_mark=True, counts_mark=True))
    assert quotations(found) == ["yes"] * TIMES
    assert found.positions[0].convention == "code_points,crlf=2,bom=1"


def test_one_selection_between_two_ways_is_told_as_a_guess() -> None:
    source = (
        f'<TextSource guid="{SOURCE}" name="a" plainTextPath="internal://a.txt">'
        f"{selection(100, 4, 6, coding(200))}</TextSource>"
    )
    found = read(packed(project(source), {"sources/a.txt": "嗯\r\n好好好好好好好好".encode()}))
    assert found.positions[0].why == "program"


def test_an_asked_way_is_taken_against_the_evidence() -> None:
    found = read(coded("utf16", 2, has_mark=False), offsets="code_points,crlf=1")
    assert found.positions[0].why == "asked"
    assert quotations(found) != ["yes"] * TIMES


def test_where_all_ways_say_the_same_nothing_is_guessed() -> None:
    inner = f"<PlainTextContent>so busy</PlainTextContent>{selection(100, 3, 7, coding(200))}"
    source = f'<TextSource guid="{SOURCE}" name="a">{inner}</TextSource>'
    found = read(packed(project(source)))
    assert quotations(found) == ["busy"]
    assert found.positions[0].why == "coincide"


def test_the_name_of_a_selection_decides() -> None:
    text = "\r\n".join(f"line {n} is about work" for n in range(6))
    start = text.replace("\r\n", "\n").index("line 5")
    marked = selection(100, start, start + 12, coding(200), name="line 5 is ab…")
    source = f'<TextSource guid="{SOURCE}" name="a" plainTextPath="internal://a.txt">{marked}</TextSource>'
    found = read(packed(project(source, origin="somebody"), {"sources/a.txt": text.encode()}))
    assert quotations(found) == ["line 5 is ab"]
    assert found.positions[0].convention == "code_points,crlf=1,bom=0"


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("utf16", Convention("utf16", 2, 0)),
        ("code-points, crlf=1", Convention("code_points", 1, 0)),
        ("UTF16,crlf=2,bom=1", Convention("utf16", 2, 1)),
    ],
)
def test_ways_are_read_as_people_write_them(words: str, way: Convention) -> None:
    assert convention_from(words) == way


def test_an_unknown_way_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UnknownTerm, match="utf16,crlf=2,bom=0"):
        convention_from("bytes")


def test_a_selection_inside_a_character_is_lost_by_name() -> None:
    inner = selection(100, 4, 6, coding(200))
    source = f'<TextSource guid="{SOURCE}" name="a" plainTextPath="internal://a.txt">{inner}</TextSource>'
    found = read(packed(project(source), {"sources/a.txt": LINES.encode()}), offsets="utf16")
    assert found.records.codings == ()
    assert {line.element: line.lost for line in found.elements if line.lost} == {
        "CodeRef": 1, "Coding": 1, "PlainTextSelection": 1,
    }  # fmt: skip
