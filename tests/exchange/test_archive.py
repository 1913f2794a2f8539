from __future__ import annotations

import io
import stat
import struct
import warnings
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.core.errors import ArchiveRefused, FileDamaged, KangniError
from kangni.exchange.archive import open_archive


def packed(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return memory.getvalue()


def packed_as(name: str, *, mode: int = stat.S_IFREG | 0o644) -> bytes:
    memory = io.BytesIO()
    information = zipfile.ZipInfo("placeholder")
    information.filename = name  # past the cleaning that ZipInfo does
    information.external_attr = mode << 16
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr(information, b"words")
    return memory.getvalue()


def with_declared_size(content: bytes, size: int) -> bytes:
    """Change the unpacked size that both headers of a single member declare."""
    central = content.rindex(b"PK\x01\x02")
    changed = bytearray(content)
    changed[22:26] = changed[central + 24 : central + 28] = struct.pack("<I", size)
    return bytes(changed)


def test_members_are_read_as_they_were_packed() -> None:
    archive = open_archive("x.docx", packed({"word/document.xml": b"<a/>", "b.txt": "好".encode()}))
    assert archive.read("word/document.xml") == b"<a/>"
    assert archive.read("b.txt") == "好".encode()


def test_a_missing_member_is_damage() -> None:
    with pytest.raises(FileDamaged, match="lacks its part word"):
        open_archive("x.docx", packed({"a": b""})).read("word/document.xml")


@pytest.mark.parametrize("name", [
    "../../evil.txt", "/etc/passwd", "a/../../b", "C:\\x.txt", "C:/x", "..\\evil", "a\\b", "a\0.txt", "", "a//b", "./a",
    "CON", "word/nul.txt", "LPT1", "a\nb", "a:b",
])  # fmt: skip
def test_names_that_lead_astray_refuse_the_whole_file(name: str) -> None:
    with pytest.raises(ArchiveRefused, match="leads out of the folder or means a device"):
        open_archive("x.docx", packed_as(name))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFBLK])
def test_links_and_devices_refuse_the_whole_file(kind: int) -> None:
    with pytest.raises(ArchiveRefused, match="link or a device"):
        open_archive("x.docx", packed_as("word/a.xml", mode=kind | 0o644))


@pytest.mark.parametrize("twins", [("a.xml", "A.XML"), ("Ren\u00e9", "Rene\u0301")])
def test_twins_of_a_name_refuse_the_whole_file(twins: tuple[str, str]) -> None:
    with pytest.raises(ArchiveRefused, match="same name"):
        open_archive("x.docx", packed(dict.fromkeys(twins, b"words")))


def test_the_same_name_twice_refuses_the_whole_file() -> None:
    memory = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(memory, "w") as archive:
        warnings.simplefilter("ignore")  # zipfile itself warns of the duplicate
        archive.writestr("a.xml", b"first")
        archive.writestr("a.xml", b"second")
    with pytest.raises(ArchiveRefused, match="same name"):
        open_archive("x.docx", memory.getvalue())


def test_a_steep_ratio_is_refused_before_unpacking() -> None:
    with pytest.raises(ArchiveRefused, match="more than 200 times"):
        open_archive("x.docx", packed({"word/document.xml": b"\0" * 10_000_000}))


def test_an_honest_ratio_is_taken() -> None:
    paragraph = b"<w:p w:rsidR='00A1'><w:r><w:t>words</w:t></w:r></w:p>"
    varied = b"".join(paragraph.replace(b"words", b"words %d" % n) for n in range(60_000))
    assert len(open_archive("x.docx", packed({"a.xml": varied})).read("a.xml")) == len(varied)


def test_a_member_over_the_limit_is_refused_before_unpacking() -> None:
    content = with_declared_size(packed({"a.xml": b"words"}, method=zipfile.ZIP_STORED), 70_000_000)
    with pytest.raises(ArchiveRefused, match="would unpack to 70 MB"):
        open_archive("x.docx", content)


def test_the_total_is_limited_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kangni.exchange.archive.LARGEST_TOTAL", 1_000_000)
    with pytest.raises(ArchiveRefused, match="would unpack to 2 MB, the limit is 1 MB"):
        open_archive("x.docx", packed({f"{n}.bin": bytes(600_000) for n in range(3)}))


def test_a_hundred_thousand_members_are_refused() -> None:
    with pytest.raises(ArchiveRefused, match="more than 5000 members"):
        open_archive("x.docx", packed({f"{n}": b"" for n in range(5_001)}, method=zipfile.ZIP_STORED))


@pytest.mark.parametrize("declared", [3, 5_000])
def test_a_size_that_lies_is_damage(declared: int) -> None:
    archive = open_archive("x.docx", with_declared_size(packed({"a.xml": b"words " * 100}), declared))
    with pytest.raises(FileDamaged):
        archive.read("a.xml")


def test_a_flipped_byte_is_damage() -> None:
    content = bytearray(packed({"a.xml": bytes(range(256)) * 4}, method=zipfile.ZIP_STORED))
    content[200] ^= 1
    with pytest.raises(FileDamaged, match="cannot be unpacked"):
        open_archive("x.docx", bytes(content)).read("a.xml")


def test_a_password_and_unusual_packing_are_refused() -> None:
    with pytest.raises(ArchiveRefused, match="packed in an unusual way"):
        open_archive("x.docx", packed({"a.xml": b"words"}, method=zipfile.ZIP_BZIP2))
    locked = bytearray(packed({"a.xml": b"words"}))
    locked[6] |= 1
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ArchiveRefused, match="locked by a password"):
        open_archive("x.docx", bytes(locked))


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.99])
def test_a_truncated_archive_is_damage(share: float) -> None:
    content = packed({f"{n}.xml": bytes(range(256)) for n in range(20)})
    with pytest.raises(FileDamaged, match="perhaps it breaks off"):
        open_archive("x.docx", content[: int(len(content) * share)])


@given(st.data())
def test_changed_bytes_raise_only_our_own_errors(data: st.DataObject) -> None:
    content = bytearray(packed({"word/document.xml": b"<w:t>words</w:t>", "b.xml": b"more"}))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    with suppress(KangniError):
        archive = open_archive("x.docx", bytes(content))
        for member in archive.members:
            archive.read(member)
