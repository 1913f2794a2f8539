from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.core.errors import FileDamaged, FileEmpty, FileTooLarge, KangniError, TextInvalid, UnknownFileType
from kangni.core.text import Role
from kangni.exchange.documents.registry import read
from kangni.results.answer import Caution

TRANSCRIPT = "访谈者：几年了？\nP01：八年。\n"


def word_file(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    memory = io.BytesIO()
    document.save(memory)
    return memory.getvalue()


def zip_file() -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("a.txt", TRANSCRIPT)
    return memory.getvalue()


@pytest.mark.parametrize("content", [TRANSCRIPT.encode(), TRANSCRIPT.encode("gb18030"), TRANSCRIPT.encode("utf-16")])
def test_plain_text_is_read_with_turns_and_speakers(content: bytes) -> None:
    found = read("P01.txt", content)
    assert [found.text[turn.start : turn.end] for turn in found.turns] == ["几年了？", "八年。"]
    assert [(speaker.label, speaker.role) for speaker in found.speakers] == [
        ("访谈者", Role.INTERVIEWER),
        ("P01", Role.PARTICIPANT),
    ]


@pytest.mark.parametrize("name", ["P01.docx", "P01.DOCX", "P01.txt", "P01"])
def test_a_word_file_is_read_whatever_its_suffix(name: str) -> None:
    found = read(name, word_file("访谈者：几年了？", "P01：八年。"))
    assert [(turn.speaker, found.text[turn.start : turn.end]) for turn in found.turns] == [
        ("访谈者", "几年了？"),
        ("P01", "八年。"),
    ]
    assert found.encoding == "docx"


def test_losses_and_cautions_name_the_file() -> None:
    found = read("P01.docx", word_file("no label here"))
    assert [loss.file for loss in found.losses] == ["P01.docx"]
    assert [caution.facts for caution in found.cautions] == [(("file", "P01.docx"),)]


def test_a_guess_is_told_with_a_sample() -> None:
    found = read("P01.txt", TRANSCRIPT.encode("gb18030"))
    facts = (("file", "P01.txt"), ("encoding", "gb18030"), ("sample", "访谈者：几年了？ P01：八年。 "))
    assert found.cautions == (Caution("{file}: was read as {encoding}; it begins: {sample}", facts),)


def test_characters_that_another_program_lost_are_told() -> None:
    found = read("P01.txt", "访谈者：几\ufffd了？\nP01：\ufffd年。\n".encode())
    assert [dict(caution.facts)["count"] for caution in found.cautions] == [2]


def test_a_crlf_file_gives_the_same_turns_as_an_lf_file() -> None:
    assert (
        read("P01.txt", TRANSCRIPT.replace("\n", "\r\n").encode()).turns == read("P01.txt", TRANSCRIPT.encode()).turns
    )


@pytest.mark.parametrize("content", [
    b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0", b"\x7fELF\x02\x01\x01\0",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG\r\n\x1a\n", b"<!DOCTYPE html><html><p>words</p></html>",
    b"  <HTML><body>words</body></html>", b"\xef\xbb\xbf<html>", b'<?xml version="1.0"?><a/>', b"SQLite format 3\0rest",
    b"\x1f\x8b\x08\0rest", zip_file(),
])  # fmt: skip
@pytest.mark.parametrize("name", ["P01.txt", "P01"])
def test_another_type_of_file_is_refused_whatever_its_suffix(name: str, content: bytes) -> None:
    with pytest.raises(UnknownFileType):
        read(name, content)


def test_initials_that_programs_begin_with_are_a_label() -> None:
    found = read("x.txt", b"MZ: Why?\nPK: So.\nMZ: Hm?\nPK: Yes.\n")
    assert [turn.speaker for turn in found.turns] == ["MZ", "PK", "MZ", "PK"]


@pytest.mark.parametrize("name", ["P01.odt", "P01.rtf", "P01.pdf"])
def test_words_under_the_suffix_of_another_type_are_damaged(name: str) -> None:
    with pytest.raises(FileDamaged, match=r"it is called \.(odt|rtf|pdf) and is no"):
        read(name, b"just words")


def test_rich_text_is_read_whatever_its_suffix() -> None:
    found = read("P01.doc", rb"{\rtf1\ansi Interviewer: Why?\par P01: So.\par}")
    assert [(turn.speaker, found.text[turn.start : turn.end]) for turn in found.turns] == [
        ("Interviewer", "Why?"),
        ("P01", "So."),
    ]


def test_footnotes_are_in_no_turn() -> None:
    found = read("P01.rtf", rb"{\rtf1 Interviewer: Why?\par P01: So{\footnote laughs}.\par}")
    assert found.text == "Interviewer: Why?\nP01: So[1].\n[1] laughs\n"
    assert found.text[found.turns[-1].start : found.turns[-1].end] == "So[1]."


def test_markdown_is_plain_text_and_nothing_in_it_changes() -> None:
    assert read("P01.md", "# 访谈\n\n**访谈者**：好\n".encode()).text == "# 访谈\n\n**访谈者**：好\n"


@pytest.mark.parametrize("content", [b"just words", b"P", b"\0\0\0\0"])
def test_what_is_no_word_file_is_damaged_when_it_is_called_so(content: bytes) -> None:
    with pytest.raises(FileDamaged, match="is no Word file"):
        read("P01.docx", content)


@pytest.mark.parametrize("content", [b"<html><p>words</p></html>", b"\x89PNG\r\n"])
def test_another_type_called_docx_is_refused(content: bytes) -> None:
    with pytest.raises(UnknownFileType):
        read("P01.docx", content)


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.99])
def test_a_truncated_word_file_is_damaged(share: float) -> None:
    content = word_file("访谈者：几年了？")
    with pytest.raises(FileDamaged):
        read("P01.docx", content[: int(len(content) * share)])


def test_text_with_an_unknown_suffix_is_refused() -> None:
    with pytest.raises(UnknownFileType):
        read("P01.pages", b"words")


@pytest.mark.parametrize("name", ["P01.txt", "P01.docx"])
def test_an_empty_file_is_refused(name: str) -> None:
    with pytest.raises(FileEmpty):
        read(name, b"")


def test_nul_is_refused() -> None:
    with pytest.raises(TextInvalid):
        read("P01.txt", "访谈者：好\0\n".encode())


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(FileTooLarge):
        read("P01.txt", b"x" * 50_000_001)


def test_a_file_of_more_lines_than_anybody_speaks_is_refused() -> None:
    with pytest.raises(FileTooLarge, match="600000 lines; the limit is 500000 lines"):
        read("P01.txt", b"A:\n" * 600_000)


def test_a_line_of_many_megabytes_is_read() -> None:
    found = read("P01.txt", b"Q: " + b"x" * 20_000_000 + b"\nA: y\n")
    assert [turn.end - turn.start for turn in found.turns] == [20_000_000, 1]


@given(st.binary(max_size=200), st.sampled_from(["P01.txt", "P01.docx", "P01"]))
def test_random_bytes_raise_only_our_own_errors(content: bytes, name: str) -> None:
    with suppress(KangniError):
        read(name, content)


@given(st.data(), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_changed_bytes_of_a_transcript_raise_only_our_own_errors(data: st.DataObject, encoding: str) -> None:
    content = bytearray(TRANSCRIPT.encode(encoding))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=4)):
        content[place] = data.draw(st.integers(0, 255))
    with suppress(KangniError):
        found = read("P01.txt", bytes(content))
        assert all(0 <= turn.start <= turn.end <= len(found.text) for turn in found.turns)
