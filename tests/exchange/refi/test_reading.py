from __future__ import annotations

import io
import zipfile
from datetime import date
from random import Random

import pytest
from tests.exchange.refi.shapes import (
    CODE,
    OTHER_CODE,
    SOURCE,
    USER,
    coding,
    guid,
    lost,
    packed,
    project,
    quotations,
    read,
    selection,
)
from tests.storage.studies import FRAMEWORK

from kangni.core.bundle import StudySettings
from kangni.core.errors import ArchiveRefused, FaultyProject, FileDamaged, FileTooLarge, KangniError
from kangni.core.memos import MemoTarget
from kangni.exchange.refi.reading import ReadProject, read_codebook

TEXT = "Q: how is it?\nA: busy, very busy, but my team helps\n"
BUSY = (TEXT.index("busy"), TEXT.index("busy") + 4)


def text_source(inner: str, *, more: str = "") -> str:
    return f'<TextSource guid="{SOURCE}" name="P01.docx" plainTextPath="internal://a.txt"{more}>{inner}</TextSource>'


def reading(inner: str, *, members: dict[str, bytes] | None = None, more: str = "", **parts: str) -> ReadProject:
    content = {"sources/a.txt": TEXT.encode(), **(members or {})}
    found = read(packed(project(text_source(inner, more=more), **parts), content))
    assert found.unexplained == 0
    return found


# --- shapes of programs ---------------------------------------------------------------------------------------------


def test_nvivo_folder_mark_and_line_ends_are_read_and_its_bytes_are_kept() -> None:
    text = "\ufeffA: \U0001f600 busy\r\nB: team\r\n"
    inner = selection(100, 6, 10, coding(200)) + selection(101, 15, 19, coding(201))
    content = packed(
        project(text_source(inner), origin="NVivo 12"), {"Sources/a.txt": text.encode(), "Sources/.root": b""}
    )
    found = read(content)
    assert quotations(found) == ["busy", "team"]
    (document,) = found.records.documents
    assert document.text == "A: \U0001f600 busy\nB: team\n"
    assert found.sources[document.source.sha256] == text.encode()
    assert found.unexplained == 0


def test_atlas_markup_of_another_name_and_braced_guids_are_read() -> None:
    inner = selection(100, *BUSY, coding(200, code="{" + CODE.lower() + "}", user="{" + USER + "}"), name="busy")
    found = read(packed(project(text_source(inner)), {"sources/a.txt": TEXT.encode()}, name="Trial.qde"))
    assert quotations(found) == ["busy"]
    assert [coder.handle for coder in found.records.coders] == ["Anna"]


@pytest.mark.parametrize("space", ["urn:QDA-XML:project:0:10", "urn:QDA-XML:project:1.0", "urn:anything"])
def test_other_namespaces_are_read(space: str) -> None:
    assert quotations(reading(selection(100, *BUSY, coding(200)), space=space)) == ["busy"]


@pytest.mark.parametrize("names", [[], ["a.qde", "b.qde"]])
def test_a_project_has_exactly_one_markup(names: list[str]) -> None:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("sources/a.txt", b"words")
        for name in names:
            archive.writestr(name, project(""))
    with pytest.raises(FileDamaged, match=f"exactly one .qde at its root, this one has {len(names)}"):
        read(memory.getvalue())


def test_a_bare_path_finds_its_text() -> None:
    source = f'<TextSource guid="{SOURCE}" name="a" plainTextPath="a.txt"/>'
    assert len(read(packed(project(source), {"sources/a.txt": TEXT.encode()})).records.documents) == 1


# --- codes ----------------------------------------------------------------------------------------------------------


def test_twins_nesting_colours_and_folders_of_a_codebook() -> None:
    inner = f'<Code guid="{guid(14)}" name="same" isCodable="true" color="rgba(1,2,3)"/>'
    for n in (13, 12, 11, 10):
        inner = (
            f'<Code guid="{guid(n)}" name="same" isCodable="false" color="#abc"><Description>d</Description>'
            f"{inner}</Code>"
        )
    markup = f'<CodeBook xmlns="urn:QDA-XML:codebook:0:4"><Codes>{inner}</Codes><Sets/></CodeBook>'
    found = read_codebook("book.qdc", markup.encode(), settings=StudySettings("x", "en"), framework=FRAMEWORK)
    assert [code.handle for code in found.records.codes] == ["same", *(f"same ({n})" for n in range(2, 6))]
    assert [code.name.en for code in found.records.codes] == ["same"] * 5
    assert [code.parent for code in found.records.codes][1:] == [code.id for code in found.records.codes][:-1]
    assert [kept.content for kept in found.records.kept] == ['{"attributes":{"color":"#abc","isCodable":"false"}}'] * 4
    assert list(lost(found)) == ["attributes that the standard does not know, or with a value that it does not allow"]
    assert found.unexplained == 0


# --- codings --------------------------------------------------------------------------------------------------------


def test_one_selection_with_three_codings_says_what_three_selections_say() -> None:
    other = guid(9)
    users = f'<Users><User guid="{USER}" name="Anna"/><User guid="{other}" name="Ben"/></Users>'
    codings = [coding(200), coding(201, code=OTHER_CODE), coding(202, user=other)]
    together = reading(selection(100, *BUSY, "".join(codings)), users=users)
    apart = reading("".join(selection(100 + n, *BUSY, each) for n, each in enumerate(codings)), users=users)
    said = [{(c.span, c.code, c.coder) for c in found.records.codings} for found in (together, apart)]
    assert said[0] == said[1]
    assert len(said[0]) == 3


def test_the_same_coding_twice_is_one_and_is_counted() -> None:
    found = reading(selection(100, *BUSY, coding(200)) + selection(101, *BUSY, coding(201)))
    assert len(found.records.codings) == 1
    assert {line.element: line.doubled for line in found.elements if line.doubled} == {"CodeRef": 1, "Coding": 1}


@pytest.mark.parametrize("span", [(5, 5), (9, 5), (len(TEXT) - 1, len(TEXT) + 1), (-1, 4)])
def test_impossible_spans_are_lost_by_name(span: tuple[int, int]) -> None:
    found = reading(selection(100, *span, coding(200)))
    assert found.records.codings == ()
    assert any("selections that" in what for what in lost(found))


def test_coders_who_are_no_users_are_unknown_and_never_one() -> None:
    inner = selection(100, *BUSY, coding(200, user="") + coding(201, user=guid(77)) + coding(202, user=guid(78)))
    found = reading(inner)
    handles = {coder.id: coder.handle for coder in found.records.coders}
    assert sorted(handles[each.coder] for each in found.records.codings) == [
        "unknown coder", "unknown coder 00000000", "unknown coder 00000000 (2)",
    ]  # fmt: skip


def test_a_coding_with_an_absent_code_is_lost_by_name() -> None:
    found = reading(selection(100, *BUSY, coding(200, code=guid(99))))
    assert list(lost(found)) == ["codings with a code that the project does not have"]


def test_a_doubled_guid_is_a_fault_and_names_the_element() -> None:
    codes = "".join(f'<Code guid="{CODE}" name="{name}" isCodable="true"/>' for name in "ab")
    book = f"<CodeBook><Codes>{codes}</Codes></CodeBook>"
    with pytest.raises(FaultyProject) as caught:
        read(packed(project("", book=book)))
    assert [(fault.place, fault.problem) for fault in caught.value.faults] == [
        ("Code “b”", "its GUID is that of another one")
    ]


# --- people ---------------------------------------------------------------------------------------------------------

VARIABLES = "".join(
    f'<Variable guid="{guid(300 + n)}" name="{kind}" typeOfVariable="{kind}"/>'
    for n, kind in enumerate(("Text", "Boolean", "Integer", "Float", "Date", "DateTime"))
)


def value(n: int, kind: str, words: str) -> str:
    inner = f"<{kind}Value>{words}</{kind}Value>" if words else ""
    return f'<VariableValue><VariableRef targetGUID="{guid(300 + n)}"/>{inner}</VariableValue>'


def test_cases_become_participants_with_typed_attributes() -> None:
    values = (
        value(0, "Text", "nurse") + value(1, "Boolean", "true") + value(2, "Integer", "34") + value(3, "Float", "61.5")
        + value(4, "Date", "2025-11-04") + value(5, "DateTime", "2025-11-04T08:00:00")
    )  # fmt: skip
    case = f'<Case guid="{guid(400)}">{values}<SourceRef targetGUID="{SOURCE}"/></Case>'
    found = reading("", before=f"<Variables>{VARIABLES}</Variables><Cases>{case}</Cases>")
    (person,) = found.records.participants
    assert person.handle == "case 00000000"
    assert dict(person.attributes) == {
        "Text": "nurse", "Boolean": True, "Integer": 34, "Float": 61.5, "Date": date(2025, 11, 4),
        "DateTime": "2025-11-04T08:00:00",
    }  # fmt: skip
    assert isinstance(person.attributes["Integer"], int)
    assert found.records.documents[0].participant == person.id


def test_empty_and_wrongly_typed_values_are_kept() -> None:
    case = f'<Case guid="{guid(400)}" name="P01">{value(0, "Text", "")}{value(2, "Text", "many")}</Case>'
    found = reading("", before=f"<Variables>{VARIABLES}</Variables><Cases>{case}</Cases>")
    assert dict(found.records.participants[0].attributes) == {"Integer": "many"}


def test_a_text_without_a_case_gets_a_participant_of_its_name() -> None:
    found = reading("")
    assert [person.handle for person in found.records.participants] == ["P01"]
    assert found.made == 1


# --- memos ----------------------------------------------------------------------------------------------------------


def test_notes_descriptions_and_linked_annotations_become_memos() -> None:
    inner = (
        "<Description>a good talk</Description>"
        + selection(100, *BUSY, "<Description>look again</Description>" + coding(200))
        + selection(101, 20, 24)
        + f'<NoteRef targetGUID="{guid(500)}"/>'
    )
    notes = "".join(
        f'<Note guid="{guid(n)}" creatingUser="{USER}"><PlainTextContent>note {n}</PlainTextContent></Note>'
        for n in (500, 501, 502)
    )
    link = f'<Link guid="{guid(600)}" originGUID="{guid(501)}" targetGUID="{guid(100)}" direction="OneWay"/>'
    found = reading(inner, after=f"<Notes>{notes}</Notes><Links>{link}</Links>")
    memos = {memo.text.en: memo.target for memo in found.records.memos}
    assert memos == {
        "a good talk": MemoTarget.DOCUMENT, "look again": MemoTarget.CODING, "note 500": MemoTarget.DOCUMENT,
        "note 501": MemoTarget.CODING, "note 502": MemoTarget.STUDY,
    }  # fmt: skip


# --- what is not text -----------------------------------------------------------------------------------------------


def test_a_region_and_a_passage_of_one_guid_are_one_coding_and_a_kept_region() -> None:
    region = (
        f'<PDFSelection guid="{guid(100)}" page="0" firstX="1" firstY="2" secondX="3" secondY="4">{coding(200)}'
        "</PDFSelection>"
    )
    passage = selection(100, *BUSY, coding(200))
    text = f'<Representation guid="{guid(5)}" plainTextPath="internal://a.txt">{passage}</Representation>'
    source = f'<PDFSource guid="{SOURCE}" name="a.pdf" path="internal://a.pdf">{region}{text}</PDFSource>'
    content = {"sources/a.txt": TEXT.encode(), "sources/a.pdf": b"%PDF-1.4 bytes"}
    found = read(packed(project(source), content))
    assert quotations(found) == ["busy"]
    kept = {line.element: line.kept for line in found.elements if line.kept}
    assert kept == {"CodeRef": 1, "Coding": 1, "PDFSelection": 1}
    (rest,) = found.records.kept
    assert [file.name for file in rest.files] == ["a.pdf"]
    assert found.unexplained == 0


def test_films_with_transcripts_and_pictures_are_kept_whole() -> None:
    film = (
        f'<VideoSource guid="{guid(6)}" name="f" path="relative:///f.mp4"><Transcript guid="{guid(7)}">'
        f'<PlainTextContent>words</PlainTextContent><SyncPoint guid="{guid(8)}" timeStamp="0" position="0"/>'
        "</Transcript>"
        f'<VideoSelection guid="{guid(9)}" begin="5" end="5">{coding(200)}</VideoSelection></VideoSource>'
    )
    found = read(packed(project(film)))
    assert found.records.codings == ()
    (kept,) = found.records.kept
    assert 'begin="5" end="5"' in kept.content
    assert list(lost(found)) == ["files outside the project, which were not opened"]


def test_a_text_whose_file_is_missing_is_kept_with_its_codings() -> None:
    found = read(packed(project(text_source(selection(100, *BUSY, coding(200))))))
    assert found.records.documents == ()
    assert "texts whose file the project does not hold, kept with their codings and not shown" in lost(found)
    assert [kept.element for kept in found.records.kept] == ["TextSource"]


# --- hostile and damaged files --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["internal://../../etc/passwd", "absolute:///etc/passwd", "relative:///../x", "C:\\x"])
def test_no_path_leads_out_of_the_archive(path: str) -> None:
    source = f'<TextSource guid="{SOURCE}" name="a" plainTextPath="{path}"/>'
    found = read(packed(project(source)))
    assert found.records.documents == ()
    assert found.sources == {}


@pytest.mark.parametrize("name", ["sources/../../x", "/etc/x", "C:\\x", "sources\\a.txt"])
def test_members_that_lead_astray_refuse_the_file(name: str) -> None:
    information = zipfile.ZipInfo("placeholder")
    information.filename = name
    memory = io.BytesIO(packed(project("")))
    with zipfile.ZipFile(memory, "a") as archive:
        archive.writestr(information, b"words")
    with pytest.raises(ArchiveRefused, match="leads out of the folder"):
        read(memory.getvalue())


def test_a_bomb_is_refused_from_the_directory() -> None:
    with pytest.raises(ArchiveRefused, match="more than 200 times its size"):
        read(packed(project(""), {"sources/a.txt": b"\0" * 30_000_000}))


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kangni.exchange.refi.places.MOST_MEMBERS", 10)
    with pytest.raises(ArchiveRefused, match="more than 10 members"):
        read(packed(project(""), {f"sources/{n}": b"" for n in range(12)}))


@pytest.mark.parametrize(
    "document_type",
    [
        '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Project SYSTEM "http://example.org/x.dtd">',
        '<!DOCTYPE Project [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
        "<!DOCTYPE Project>",
    ],
    ids=["file", "web", "laughs", "bare"],
)
def test_a_document_type_is_refused(document_type: str) -> None:
    markup = project("").replace("?>", f"?>{document_type}", 1)
    with pytest.raises(FileDamaged, match="DOCTYPE"):
        read(packed(markup))


def test_codes_nested_without_end_are_refused() -> None:
    deep = "".join(f'<Code guid="{guid(n)}" name="x" isCodable="true">' for n in range(10_000)) + "</Code>" * 10_000
    with pytest.raises(FileDamaged, match="XML cannot be read"):
        read(packed(project("", book=f"<CodeBook><Codes>{deep}</Codes></CodeBook>")))


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kangni.exchange.refi.markup.MOST_ELEMENTS", 50)
    with pytest.raises(FileTooLarge, match="more than 50 elements"):
        read(packed(project(text_source("".join(selection(100 + n, 0, 1) for n in range(60))))))


def test_elements_and_attributes_of_nobodys_are_lost_by_name() -> None:
    found = reading('<Strange weight="3"><Deep/></Strange>' + selection(100, *BUSY, coding(200)), more=' mood="good"')
    assert {line.element: line.lost for line in found.elements if line.lost} == {"Deep": 1, "Strange": 1}
    assert "elements that the standard does not know" in lost(found)


def test_damaged_files_end_in_a_sentence_and_never_hang() -> None:
    rng = Random(11)  # noqa: S311 - the same damage each time
    whole = packed(
        project(
            text_source(selection(100, *BUSY, coding(200))), after=f'<Sets><Set guid="{guid(700)}" name="s"/></Sets>'
        ),
        {"sources/a.txt": TEXT.encode()},
    )
    for share in (0.01, 0.1, 0.5, 0.99):
        with pytest.raises(KangniError):
            read(whole[: int(len(whole) * share)])
    for _ in range(300):
        content = bytearray(whole)
        for _ in range(rng.randint(1, 8)):
            content[rng.randrange(len(content))] = rng.randrange(256)
        try:
            found = read(bytes(content))
        except KangniError:
            continue
        assert found.unexplained == 0


def test_changed_markup_ends_in_a_sentence_or_adds_up() -> None:
    rng = Random(13)  # noqa: S311 - the same changes each time
    case = f'<Case guid="{guid(400)}" name="P">{value(2, "Integer", "34")}<SourceRef targetGUID="{SOURCE}"/></Case>'
    markup = project(
        text_source(selection(100, *BUSY, coding(200)) + selection(101, 3, 9, coding(201, code=OTHER_CODE))),
        before=f"<Variables>{VARIABLES}</Variables><Cases>{case}</Cases>",
        after=f'<Notes><Note guid="{guid(500)}"><PlainTextContent>n</PlainTextContent></Note></Notes>'
        f'<Sets><Set guid="{guid(700)}" name="s"><MemberCode targetGUID="{CODE}"/></Set></Sets>',
    )
    words = [
        "guid",
        "name",
        "Coding",
        "Code",
        "Case",
        "Note",
        ">",
        "<",
        '"',
        "34",
        "internal://a.txt",
        "Set",
        "NoteRef",
    ]
    for _ in range(400):
        changed = markup
        for _ in range(rng.randint(1, 3)):
            changed = changed.replace(rng.choice(words), rng.choice(words), rng.randint(1, 2))
        try:
            found = read(packed(changed, {"sources/a.txt": TEXT.encode()}))
        except KangniError:
            continue
        assert found.unexplained == 0
