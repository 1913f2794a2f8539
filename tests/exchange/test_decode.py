from __future__ import annotations

from pathlib import Path

import pytest

from kangni.core.errors import FileEmpty, TextInvalid, TextUndecodable, UnknownTerm
from kangni.exchange.decode import decode

SIMPLIFIED = "访谈者：你做这一行多久了？\nP01：八年了，说实话，第一年就是图个近。\n"
TRADITIONAL = "訪談者：你做這一行多久了？\n受訪者：八年了，說實話，第一年就是圖個近，裏面有恒心的人不多。\n"
JAPANESE = "私は、この仕事を十年やっています。最初は大変でしたが、今は慣れました。同僚の存在が大きいです。"
KOREAN = "면접관: 안녕하세요. 일은 어떠세요?\n응답자: 많이 힘들지만 동료가 도와줍니다.\n"
RUSSIAN = "Интервьюер: Расскажите о вашей работе.\nРеспондент: Тяжело, но коллеги помогают.\n"


@pytest.mark.parametrize(
    ("text", "encoding", "reported"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8-sig"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED + "𠮷 and 😀", "gb18030", "gb18030"),
        (TRADITIONAL, "cp950", "cp950"),
        (TRADITIONAL.replace("裏", "裡").replace("恒", "恆"), "big5", "big5"),
        (TRADITIONAL + "可以𠲎？", "gb18030", "gb18030"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        ("It isn’t so: “fine” — really.", "utf-16-le", "utf-16-le"),
        ("Plain words.", "utf-16-be", "utf-16-be"),
        (SIMPLIFIED, "utf-32", "utf-32"),
        ("It isn’t so: he said “fine” — and left. " * 3, "cp1252", "cp1252"),
        ("À Orléans, près de l'église, l'été dernier, où nous étions.", "cp1252", "cp1252"),
        ("Plain words.", "ascii", "utf-8"),
    ],
)
def test_the_encoding_is_detected_and_reported(text: str, encoding: str, reported: str) -> None:
    decoded = decode("P01.txt", text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, reported)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_certain_encoding_shows_no_sample(encoding: str) -> None:
    assert decode("P01.txt", SIMPLIFIED.encode(encoding)).sample == ""


def test_a_guessed_encoding_shows_the_first_words() -> None:
    assert decode("P01.txt", SIMPLIFIED.encode("gb18030")).sample.startswith("访谈者：你做这一行多久了？ P01：八年")


def test_real_dialogues_are_right_in_four_encodings(shared: Path) -> None:
    files = sorted((shared / "data/zh_cpsycoun/dialogues").glob("*.txt"))
    assert len(files) == 200
    for file in files:
        text = file.read_bytes().decode().replace("\r\n", "\n")
        for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
            assert decode(file.name, text.encode(encoding)).text == text
        writable = text.encode("big5", "ignore")  # the dialogues are simplified: Big5 lacks some of their characters
        assert decode(file.name, writable).text == writable.decode("big5")


def test_passages_of_twenty_characters_are_right_or_refused(shared: Path) -> None:
    read, refused = 0, 0
    for file in sorted((shared / "data/zh_cpsycoun/dialogues").glob("*.txt")):
        text = file.read_bytes().decode().replace("\r", "").replace("\n", "")
        for start in range(0, len(text) - 20, 60):
            passage = text[start : start + 20].strip()
            for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
                try:
                    assert decode("x.txt", passage.encode(encoding)).text == passage
                    read += 1
                except TextUndecodable:
                    refused += 1
    assert (read, refused) == (7833, 3)  # the three are lists of nouns


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "cp949"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
    ],
)
def test_other_encodings_are_refused_and_not_turned_into_other_words(text: str, encoding: str) -> None:
    with pytest.raises(TextUndecodable):
        decode("P01.txt", text.encode(encoding))
    assert decode("P01.txt", text.encode(encoding), encoding=encoding).text == text


def test_a_file_that_mixes_encodings_is_refused_at_the_first_byte_that_does_not_fit() -> None:
    first = SIMPLIFIED.encode()
    with pytest.raises(TextUndecodable) as caught:
        decode("P01.txt", first + SIMPLIFIED.encode("gb18030"))
    assert (caught.value.offset, caught.value.encoding) == (len(first), "UTF-8")


@pytest.mark.parametrize(("encoding", "name"), [("utf-8", "UTF-8"), ("gb18030", "GB18030")])
def test_a_text_cut_inside_a_character_names_the_byte(encoding: str, name: str) -> None:
    content = SIMPLIFIED.strip().encode(encoding)
    with pytest.raises(TextUndecodable) as caught:
        decode("P01.txt", content[:-1])
    assert (caught.value.offset, caught.value.encoding) == (len(SIMPLIFIED.strip()[:-1].encode(encoding)), name)


def test_a_foreign_byte_inside_a_marked_text_is_counted_with_the_mark() -> None:
    with pytest.raises(TextUndecodable) as caught:
        decode("P01.txt", b"\xef\xbb\xbfab\xff")
    assert caught.value.offset == 5


def test_random_bytes_are_refused() -> None:
    with pytest.raises(TextUndecodable):
        decode("P01.txt", bytes(range(128, 256)) * 4)


def test_an_encoding_that_is_named_wins_over_detection() -> None:
    content = "时间".encode("gb18030")
    assert decode("P01.txt", content, encoding="GBK").text == "时间"
    assert decode("P01.txt", content, encoding="GBK").encoding == "gbk"


def test_a_named_encoding_that_does_not_fit_names_the_byte() -> None:
    with pytest.raises(TextUndecodable) as caught:
        decode("P01.txt", b"ab\xff", encoding="utf-8")
    assert (caught.value.offset, caught.value.encoding) == (2, "utf-8")


@pytest.mark.parametrize("encoding", ["utf-9", "hex", "rot13", "a\0b"])
def test_an_encoding_that_is_none_is_refused(encoding: str) -> None:
    with pytest.raises(UnknownTerm):
        decode("P01.txt", b"words", encoding=encoding)


def test_line_ends_become_line_feeds_and_nothing_else_changes() -> None:
    text = "\u3000a\r\nb\rc\n\u2028d\u0085e\u00a0 \t\u200b\u202e"
    assert decode("P01.txt", text.encode()).text == "\u3000a\nb\nc\n\u2028d\u0085e\u00a0 \t\u200b\u202e"


def test_composed_and_decomposed_characters_stay_as_they_are() -> None:
    text = "Ren\u00e9 Rene\u0301"
    assert decode("P01.txt", text.encode()).text == text


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", "\ufeff".encode(), "\u3000\n".encode(), " \n".encode("utf-16")])
def test_a_file_without_a_visible_character_is_empty(content: bytes) -> None:
    with pytest.raises(FileEmpty):
        decode("P01.txt", content)


def test_one_character_is_a_text() -> None:
    assert decode("P01.txt", b"x").text == "x"


@pytest.mark.parametrize("character", ["\0", "\x01", "\x0b", "\x0c", "\x1f", "\x7f"])
def test_controls_are_refused_with_their_place(character: str) -> None:
    with pytest.raises(TextInvalid) as caught:
        decode("P01.txt", f"好的{character}".encode())
    assert (caught.value.what, caught.value.offset) == ("P01.txt", 2)


def test_lone_surrogates_are_refused() -> None:
    surrogate = "ab\ud800".encode("utf-16-le", "surrogatepass")
    with pytest.raises((TextUndecodable, TextInvalid)):
        decode("P01.txt", surrogate)
    with pytest.raises(TextUndecodable):
        decode("P01.txt", "ab\ud800".encode("utf-8", "surrogatepass"))
    with pytest.raises(TextInvalid):
        decode("P01.txt", b"ab+2AA-", encoding="utf-7")
