from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import fields, replace
from hashlib import sha256
from operator import attrgetter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.exchange.refi.shapes import CODE, OTHER_CODE, SOURCE, USER, coding, guid, packed, project, read, selection
from tests.storage.studies import FRAMEWORK, identity, whole_study

from kangni.core.bundle import Bundle
from kangni.core.codebook import Code
from kangni.core.coding import Coding
from kangni.core.kept import Kept, KeptFile
from kangni.core.names import CodeId, CoderId, CodingId, DocumentId, KeptId, Label
from kangni.core.people import Coder
from kangni.core.text import Document, Source, Span
from kangni.exchange.refi.extra import MEMBER
from kangni.exchange.refi.profiles import Target
from kangni.exchange.refi.reading import ReadProject, read_codebook
from kangni.exchange.refi.schemas import SchemaMisfit, check_fit
from kangni.exchange.refi.writer import write_codebook, write_project
from kangni.storage.canonical import hash_of

FILES = {"a" * 64: b"%PDF", "b" * 64: b"film"}


def content_of(digest: str) -> Iterable[bytes]:
    return [FILES[digest]] if digest in FILES else []


def written(records: Bundle, target: Target = Target.STANDARD) -> bytes:
    memory = io.BytesIO()
    write_project(memory, records, target=target, content_of=content_of)
    return memory.getvalue()


def sorted_by_id(records: Bundle) -> Bundle:
    """Return records in the order in which a store has them."""
    changed: dict[str, Any] = {}
    for each in fields(records):
        value = getattr(records, each.name)
        if isinstance(value, tuple):
            key = ("coder.int", "document.int") if each.name == "assignments" else ("id.int",)
            changed[each.name] = tuple(sorted(value, key=attrgetter(*key)))
    return replace(records, **changed)


def said(records: Bundle) -> str:
    return hash_of(sorted_by_id(records))


def markup_of(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("project.qde")


def without_member(content: bytes) -> bytes:
    """Return a project as a program hands it on that does not know Kangni."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(memory, "w") as other:
        for name in archive.namelist():
            if name != MEMBER:
                other.writestr(name, archive.read(name))
    return memory.getvalue()


# --- there and back -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", Target)
def test_a_study_with_every_kind_of_record_comes_back_whole(target: Target) -> None:
    study = whole_study()
    content = written(study, target)
    found = read(content)
    assert said(found.records) == said(study)
    assert (found.unexplained, found.losses) == (0, ())
    assert written(found.records, target) == content


def foreign(*, origin: str = "NVivo") -> bytes:
    """Return a project of another program with something of everything."""
    inner = (
        f'<Description>about it</Description><PlainTextSelection guid="{guid(100)}" name="" startPosition="3" '
        f'endPosition="7" creatingUser="{USER}" creationDateTime="2020-01-02T03:04:05"><Description>look</Description>'
        f'<Coding guid="{guid(200)}" creatingUser="{USER}" creationDateTime="2020-01-02T03:04:05">'
        f'<CodeRef targetGUID="{CODE}"/><NoteRef targetGUID="{guid(500)}"/></Coding>'
        f"{coding(201, code=OTHER_CODE, user='')}"
        f'<NoteRef targetGUID="{guid(501)}"/></PlainTextSelection>{selection(101, 8, 12)}{coding(202)}'
        f'<NoteRef targetGUID="{guid(500)}"/><VariableValue><VariableRef targetGUID="{guid(300)}"/>'
        "<TextValue>ward</TextValue></VariableValue>"
    )
    text = (
        f'<TextSource guid="{SOURCE}" name="A talk.docx" plainTextPath="internal://a.txt" '
        f'richTextPath="internal://a.docx">{inner}</TextSource>'
    )
    pdf = (
        f'<PDFSource guid="{guid(5)}" name="b.pdf" path="internal://b.pdf"><PDFSelection guid="{guid(110)}" page="0" '
        f'firstX="1" firstY="2" secondX="3" secondY="4">{coding(210)}</PDFSelection><Representation guid="{guid(6)}" '
        f'plainTextPath="internal://b.txt">{selection(110, 0, 4, coding(211))}</Representation></PDFSource>'
    )
    moment = f'<AudioSelection guid="{guid(120)}" begin="5" end="5"/>'
    film = f'<AudioSource guid="{guid(7)}" name="c" path="internal://c.m4a">{moment}</AudioSource>'
    cases = (
        f'<Cases><Case guid="{guid(400)}" name="Eve"><Description>she</Description><CodeRef targetGUID="{CODE}"/>'
        f'<VariableValue><VariableRef targetGUID="{guid(301)}"/><IntegerValue>34</IntegerValue></VariableValue>'
        f'<VariableValue><VariableRef targetGUID="{guid(300)}"/></VariableValue><SourceRef targetGUID="{SOURCE}"/>'
        f'<SourceRef targetGUID="{guid(7)}"/><SelectionRef targetGUID="{guid(100)}"/></Case>'
        f'<Case guid="{guid(401)}"/></Cases>'
    )
    variables = (
        f'<Variables><Variable guid="{guid(300)}" name="place" typeOfVariable="Text"><Description>where</Description>'
        f'</Variable><Variable guid="{guid(301)}" name="age" typeOfVariable="Integer"/></Variables>'
    )
    after = (
        f'<Notes><Note guid="{guid(500)}" name="n" creatingUser="{USER}" creationDateTime="2020-01-02T03:04:05Z">'
        f'<PlainTextContent>note</PlainTextContent></Note><Note guid="{guid(501)}">'
        f'<PlainTextContent>other</PlainTextContent></Note><Note guid="{guid(502)}"/></Notes>'
        f'<Links><Link guid="{guid(600)}" name="is cause of" direction="OneWay" '
        f'color="#ff0000" originGUID="{CODE}" targetGUID="{OTHER_CODE}"/></Links><Sets><Set guid="{guid(700)}" '
        f'name="age: 67"><MemberSource targetGUID="{SOURCE}"/></Set></Sets><Graphs><Graph guid="{guid(800)}" name="g">'
        f'<Vertex guid="{guid(801)}" firstX="1" firstY="2" representedGUID="{CODE}"/></Graph></Graphs>'
        f'<Description>a study</Description><NoteRef targetGUID="{guid(501)}"/>'
    )
    return packed(
        project(text + pdf + film, origin=origin, before=variables + cases, after=after),
        {
            "Sources/a.txt": "\ufeffA: busy team\r\n".encode(),
            "Sources/a.docx": b"docx bytes",
            "Sources/b.pdf": b"%PDF bytes",
            "Sources/b.txt": b"work and more",
            "Sources/c.m4a": b"sound",
        },
    )


def files_of(found: ReadProject) -> dict[str, bytes]:
    archive = found.places.archive
    assert archive is not None
    return {
        digest: source if isinstance(source, bytes) else archive.read(source)
        for digest, source in found.sources.items()
    }


def test_what_another_program_wrote_goes_out_again_with_its_guids_and_files() -> None:
    found = read(foreign())
    assert (found.unexplained, found.losses) == (0, ())
    memory = io.BytesIO()
    files = files_of(found)
    write_project(memory, found.records, content_of=lambda digest: [files[digest]])
    out = memory.getvalue()
    again = read(out)
    assert said(again.records) == said(found.records)
    again_files = files_of(again)
    second = io.BytesIO()
    write_project(second, again.records, content_of=lambda digest: [again_files[digest]])
    assert second.getvalue() == out
    with zipfile.ZipFile(io.BytesIO(out)) as archive:
        assert archive.read("sources/b.pdf") == b"%PDF bytes"
        assert archive.read("sources/c.m4a") == b"sound"
        assert archive.read("sources/a.docx") == b"docx bytes"
    before, after = (etree.fromstring(each) for each in (markup_of(foreign()), markup_of(out)))
    guids = [sorted(str(e.get("guid")).upper() for e in tree.iter() if e.get("guid")) for tree in (before, after)]
    (made,) = [person.id for person in found.records.participants if person.handle == "b"]  # the PDF has no case
    assert sorted([*guids[0], str(made).upper()]) == guids[1]


def test_elements_and_dates_come_out_as_they_went_in() -> None:
    found = read(foreign())
    files = files_of(found)
    memory = io.BytesIO()
    write_project(memory, found.records, content_of=lambda digest: [files[digest]])
    before, after = (etree.fromstring(each) for each in (markup_of(foreign()), markup_of(memory.getvalue())))

    def flat(tree: etree._Element) -> list[tuple[str, tuple[tuple[str, str], ...], str]]:
        skipped = {"plainTextPath", "origin", "startPosition", "endPosition"}
        return sorted(
            (
                str(e.tag).rpartition("}")[2],
                tuple(
                    sorted(
                        (str(k), str(v).upper())
                        for k, v in e.attrib.items()
                        if k not in skipped and (k, v) != ("name", "")
                    )
                ),
                (e.text or "").strip(),
            )
            for e in tree.iter()
        )

    extra = [each for each in flat(after) if each not in flat(before)]
    gone = [each for each in flat(before) if each not in flat(after)]
    # a case without a name gets one, and the text of a PDF without a case a participant
    assert [each[0] for each in extra] == ["Case", "Case", "SourceRef"]
    assert [each[0] for each in gone] == ["Case"]


def test_a_program_that_does_not_know_kangni_still_has_codes_texts_and_codings() -> None:
    study = whole_study()
    found = read(without_member(written(study)))
    spans = {(c.document, c.span, c.code, c.coder) for c in study.codings if c.span is not None and not c.draft}
    assert {(c.document, c.span, c.code, c.coder) for c in found.records.codings} == spans
    assert {code.id for code in found.records.codes} == {code.id for code in study.codes}
    assert found.unexplained == 0


def test_claims_are_links_and_a_graph_and_come_back_as_claims() -> None:
    study = whole_study()
    tree = etree.fromstring(markup_of(written(study)))
    space = "{urn:QDA-XML:project:1.0}"
    links = [(link.get("name"), link.get("direction")) for link in tree.iter(f"{space}Link")]
    assert links == [("lowers (C001)", "OneWay"), ("raises (C002)", "OneWay")]
    assert len(list(tree.iter(f"{space}Vertex"))) == 3
    assert {e.get("representedGUID") for e in tree.iter(f"{space}Edge")} == {str(c.id) for c in study.claims}


def test_what_somebody_changed_elsewhere_wins_and_the_rest_stays() -> None:
    study = whole_study()
    content = written(study)
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(memory, "w") as other:
        for name in archive.namelist():
            member = archive.read(name)
            if name.endswith(".qde"):
                member = member.replace('name="STR.01 STR.01（中文）"'.encode(), 'name="STR.09 压力"'.encode())
            other.writestr(name, member)
    found = read(memory.getvalue())
    changed = {code.id: code for code in found.records.codes}
    (load,) = [code for code in study.codes if code.handle == "STR.01"]
    assert changed[load.id].name == Label(zh="STR.09 压力")
    assert (changed[load.id].cue_words, changed[load.id].polarity) == (load.cue_words, load.polarity)


# --- one form only --------------------------------------------------------------------------------------------------


def test_the_standard_form_counts_code_points_in_texts_with_line_feeds() -> None:
    text = "Q: \U0001f600 ok?\nA: yes\n"
    for target, (start, mark, ends) in {
        Target.STANDARD: (12, False, "\n"),
        Target.QUALCODER: (12, False, "\n"),
        Target.ATLAS: (12, False, "\n"),
        Target.MAXQDA: (12, False, "\r\n"),
        Target.NVIVO: (14, True, "\r\n"),
    }.items():
        content = written(one_coding(text, Span(12, 15)), target)
        (found,) = etree.fromstring(markup_of(content)).iter("{urn:QDA-XML:project:1.0}PlainTextSelection")
        assert (found.get("startPosition"), found.get("endPosition")) == (str(start), str(start + 3))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            (name,) = [each for each in archive.namelist() if each.endswith(".txt")]
            assert archive.read(name) == (("\ufeff" if mark else "") + text.replace("\n", ends)).encode()
            assert name.startswith("Sources/" if target is Target.NVIVO else "sources/")
        back = read(without_member(content), offsets="utf16" if target is Target.NVIVO else "code_points,crlf=1")
        assert [c.span for c in back.records.codings] == [Span(12, 15)]


def one_coding(text: str, span: Span) -> Bundle:
    study = whole_study()
    document = Document(DocumentId(study.documents[0].id), "a", "zh", text, (), "", Source("a", "utf-8", "0" * 64))
    code, coder = study.codes[0], study.coders[0]
    codings = (Coding(CodingId(study.codings[0].id), document.id, span, code.id, coder.id),)
    return Bundle(
        study.settings, FRAMEWORK, codes=study.codes, coders=study.coders, documents=(document,), codings=codings
    )


def test_nothing_is_written_that_does_not_fit_the_schema() -> None:
    study = whole_study()
    wrong = Kept(KeptId(study.codes[0].id), "Set", f'<Set guid="{guid(1)}"/>')  # without its name
    with pytest.raises(SchemaMisfit):
        written(replace(study, kept=(wrong,)))
    check_fit([markup_of(written(study))], "Project")


def test_missing_files_are_told() -> None:
    study = whole_study()
    film = f'<AudioSource guid="{guid(7)}" path="internal://c.m4a"/>'
    kept = Kept(KeptId(study.codes[0].id), "AudioSource", film, files=(KeptFile("c.m4a", "c" * 64),))
    told = write_project(io.BytesIO(), replace(study, kept=(kept,)), content_of=content_of)
    assert told.missing == ("c.m4a",)


def test_a_codebook_goes_out_and_comes_back_in_its_order() -> None:
    study = whole_study()
    content = write_codebook(study)
    found = read_codebook("book.qdc", content, settings=study.settings, framework=FRAMEWORK)
    assert [code.id for code in found.records.codes] == [code.id for code in study.codes]
    assert [code.parent for code in found.records.codes] == [code.parent for code in study.codes]
    assert write_codebook(found.records) == content


# --- rules ----------------------------------------------------------------------------------------------------------

VISIBLE = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"])
NAMES = st.text(VISIBLE, min_size=1, max_size=30).filter(lambda name: name == name.strip() and bool(name))
TEXTS = st.text(st.sampled_from("ab 好\n\t😀é﷐<&>\"'\u2028\ufeff\ufffe"), min_size=3, max_size=60).filter(
    lambda text: not text.isspace() and text.strip("\ufeff") == text
)


@st.composite
def studies(draw: st.DrawFn) -> Bundle:
    base = whole_study()
    handles = draw(st.lists(NAMES, min_size=2, max_size=5, unique_by=lambda name: name.casefold()))
    codes: list[Code] = []
    for n, handle in enumerate(handles):
        parent = draw(st.sampled_from([None, *(code.id for code in codes)]))
        name = draw(st.sampled_from([Label(), Label(handle), Label(zh="名"), Label("both", "两")]))
        known = base.codes[0]
        codes.append(replace(known, id=CodeId(identity(900 + n)), handle=handle, name=name, parent=parent))
    text = draw(TEXTS)
    document = Document(
        DocumentId(identity(950)), handles[0], "zh", text, (), sha(text), Source("a", "utf-8", "0" * 64)
    )
    coders = tuple(Coder(CoderId(identity(960 + n)), f"coder {name}") for n, name in enumerate(handles[:2]))
    spans = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 9)), max_size=12))
    said_already = set()
    codings = []
    for n, (start, length) in enumerate(spans):
        span = Span(start, min(len(text), start + length))
        code, coder = draw(st.sampled_from(codes)), draw(st.sampled_from(coders))
        if (span, code.id, coder.id) not in said_already:
            said_already.add((span, code.id, coder.id))
            made = Coding(CodingId(identity(1000 + n)), document.id, span, code.id, coder.id)
            codings.append(replace(made, draft=draw(st.booleans()), memo=draw(st.sampled_from(["", "why"]))))
    return Bundle(
        base.settings, FRAMEWORK, codes=tuple(codes), coders=coders, documents=(document,), codings=tuple(codings)
    )


def sha(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(study=studies(), target=st.sampled_from(Target))
def test_any_study_comes_back_with_the_hash_it_had(study: Bundle, target: Target) -> None:
    content = written(study, target)
    found = read(content)
    assert said(found.records) == said(study)
    assert found.unexplained == 0
    assert written(found.records, target) == content
