from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from tests.exchange.refi.shapes import (
    CODE,
    OTHER_CODE,
    SOURCE,
    USER,
    coding,
    guid,
    packed,
    project,
    selection,
)

import kangni
from kangni import Study
from kangni.core.coding import Coding
from kangni.core.errors import KangniError, UnknownName
from kangni.core.kept import Kept
from kangni.core.names import Label
from kangni.core.people import Assignment, Participant, Progress
from kangni.core.text import Document, Role, Span
from kangni.results.projects import ProjectImport

TEXT = "Interviewer: how is it?\nP01: busy, very busy, but my team helps\nInterviewer: and then?\nP01: I rest\n"
BUSY = TEXT.index("busy")


def theirs(*, words: str = "", text: str = TEXT, origin: str = "NVivo", extra: str = "") -> bytes:
    """Return a project with two codes, one text and a coding, of which a code's definition can be chosen."""
    book = (
        f'<CodeBook><Codes><Code guid="{CODE}" name="strain" isCodable="true">'
        + (f"<Description>{words}</Description>" if words else "")
        + f'</Code><Code guid="{OTHER_CODE}" name="support" isCodable="true"/></Codes></CodeBook>'
    )
    inner = selection(100, BUSY, BUSY + 4, coding(200)) + extra
    source = f'<TextSource guid="{SOURCE}" name="P01" plainTextPath="internal://a.txt">{inner}</TextSource>'
    return packed(project(source, book=book, origin=origin), {"sources/a.txt": text.encode()})


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    with kangni.new(tmp_path / "work.kangni", language="en") as study:
        yield study


def brought(study: Study, tmp_path: Path, content: bytes, **options: object) -> ProjectImport:
    path = tmp_path / "trial.qdpx"
    path.write_bytes(content)
    take = options.get("take", ())
    assert isinstance(take, tuple)
    return study.import_project(path, take=take, dry_run=bool(options.get("dry_run")))


def counts(done: ProjectImport) -> dict[str, tuple[int, int, int]]:
    return {line.kind: (line.new, line.same, line.different) for line in done.records}


def test_a_project_comes_in_with_turns_language_and_coders_done(study: Study, tmp_path: Path) -> None:
    done = brought(study, tmp_path, theirs())
    with study.read() as read:
        (document,) = read.all(Document)
        assert document.language == "en"
        assert [turn.role for turn in document.turns] == [Role.INTERVIEWER, Role.PARTICIPANT] * 2
        assert [person.handle for person in read.all(Participant)] == ["P01"]
        assert [each.progress for each in read.all(Assignment)] == [Progress.DONE]
        assert [coding.span for coding in read.all(Coding)] == [Span(BUSY, BUSY + 4)]
    assert counts(done)["coding"] == (1, 0, 0)
    assert done.unexplained == 0


def test_the_same_project_again_adds_nothing_and_leaves_no_entry(study: Study, tmp_path: Path) -> None:
    brought(study, tmp_path, theirs())
    before, revision = study.hash(), study.revision
    done = brought(study, tmp_path, theirs())
    assert (study.hash(), study.revision) == (before, revision)
    assert all((new, different) == (0, 0) for new, _, different in counts(done).values())


def test_an_import_is_one_deed_and_undo_takes_all_of_it_back(study: Study, tmp_path: Path) -> None:
    before = study.hash()
    brought(study, tmp_path, theirs(extra=selection(101, 0, 3)))
    with study.read() as read:
        assert len(read.all(Kept)) == 1
    study.undo()
    assert study.hash() == before


def test_a_dry_run_tells_the_same_and_stores_nothing(study: Study, tmp_path: Path) -> None:
    before = study.hash()
    asked = brought(study, tmp_path, theirs(), dry_run=True)
    assert study.hash() == before
    done = brought(study, tmp_path, theirs())
    assert (asked.records, asked.elements, asked.cautions) == (done.records, done.elements, done.cautions)


def test_guids_that_changed_between_exports_are_matched_by_names_words_and_spans(study: Study, tmp_path: Path) -> None:
    brought(study, tmp_path, theirs())
    before = study.hash()
    other = theirs()
    renewed = {CODE: guid(72), OTHER_CODE: guid(73), SOURCE: guid(74), USER: guid(71), guid(100): guid(70),
               guid(200): guid(75)}  # fmt: skip
    markup = project_markup(other)
    for old, new in renewed.items():
        markup = markup.replace(old, new)
    done = brought(study, tmp_path, packed(markup, {"sources/a.txt": TEXT.encode()}))
    assert all((new, different) == (0, 0) for new, _, different in counts(done).values())
    assert study.hash() == before


def project_markup(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("project.qde").decode()


def test_what_differs_is_told_and_stays_unless_it_is_named(study: Study, tmp_path: Path) -> None:
    brought(study, tmp_path, theirs(words="pressure at work"))
    done = brought(study, tmp_path, theirs(words="another meaning"))
    (difference,) = done.differences
    assert (difference.kind, difference.name, difference.what, difference.taken) == (
        "code", "strain", "definition", False,
    )  # fmt: skip
    assert study.codebook().named("strain").definition == Label("pressure at work")
    taken = brought(study, tmp_path, theirs(words="another meaning"), take=("code strain",))
    assert taken.differences == (replace(difference, taken=True),)
    assert study.codebook().named("strain").definition == Label("another meaning")


def test_a_difference_that_is_none_cannot_be_taken(study: Study, tmp_path: Path) -> None:
    before = study.hash()
    with pytest.raises(UnknownName, match="nothing"):
        brought(study, tmp_path, theirs(), take=("nothing",))
    assert study.hash() == before


def test_a_text_with_other_words_stays_and_its_codings_stay_outside(study: Study, tmp_path: Path) -> None:
    brought(study, tmp_path, theirs())
    before = study.hash()
    done = brought(study, tmp_path, theirs(text=TEXT + "P01: more\n"))
    assert [(each.kind, each.what) for each in done.differences] == [("document", "its words")]
    assert any("other words" in caution.sentence for caution in done.cautions)
    assert study.hash() == before


def test_a_faulty_project_leaves_the_study_as_it_was(study: Study, tmp_path: Path) -> None:
    before = study.hash()
    content = theirs(extra=selection(101, 3, 9, coding(200, code=OTHER_CODE)))  # one GUID for two codings
    with pytest.raises(KangniError, match="nothing was stored"):
        brought(study, tmp_path, content)
    assert study.hash() == before


def test_a_study_of_a_faulty_project_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "trial.qdpx"
    path.write_bytes(theirs(extra=selection(101, 3, 9, coding(200, code=OTHER_CODE))))
    with pytest.raises(KangniError):
        kangni.new(tmp_path / "new.kangni", project=path)
    assert not (tmp_path / "new.kangni").exists()


def test_films_are_kept_and_go_out_again_byte_for_byte(study: Study, tmp_path: Path) -> None:
    film = f'<VideoSource guid="{guid(6)}" name="f" path="internal://f.mp4"/>'
    noise = Random(1).randbytes(2_500_000)  # noqa: S311 - larger than one piece, the same each time
    content = packed(project(film), {"sources/f.mp4": noise})
    brought(study, tmp_path, content)
    told = study.export_project(tmp_path / "out.qdpx")
    assert told.left_out == ()
    with kangni.new(tmp_path / "again.kangni", project=tmp_path / "out.qdpx") as again:
        assert again.hash() == study.hash()
        again.export_project(tmp_path / "second.qdpx")
    assert (tmp_path / "second.qdpx").read_bytes() == (tmp_path / "out.qdpx").read_bytes()


def test_words_without_consent_are_covered_and_all_counts_stay(study: Study, tmp_path: Path) -> None:
    brought(study, tmp_path, theirs())
    told = study.export_project(tmp_path / "out.qdpx")
    (withheld,) = told.withheld
    assert withheld.reasons == ("no consent is recorded",)
    assert "busy" not in project_texts(tmp_path / "out.qdpx")
    with kangni.new(tmp_path / "again.kangni", project=tmp_path / "out.qdpx") as again, again.read() as read:
        assert len(read.all(Coding)) == 1
        assert len(read.all(Document)[0].text) == len(TEXT)


def project_texts(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def test_released_consent_and_waivers_let_words_out(study: Study, tmp_path: Path) -> None:
    brought(study, tmp_path, theirs())
    study.export_project(tmp_path / "waived.qdpx", waived={"P01": "our own team"})
    assert "very busy" in project_texts(tmp_path / "waived.qdpx")
    assert study.history()[-1].deed == "waive consent"
    study.record_consent("P01", "analysis;quote;share")
    told = study.export_project(tmp_path / "shared.qdpx")
    assert told.withheld == ()
    with kangni.new(tmp_path / "again.kangni", project=tmp_path / "shared.qdpx") as again:
        assert again.hash() == study.hash()


def test_reviewed_words_alone_are_shown(study: Study, tmp_path: Path) -> None:
    brought(study, tmp_path, theirs())
    study.record_consent("P01", "analysis;quote_after_review;share")
    study.release("P01")
    study.export_project(tmp_path / "out.qdpx")
    with kangni.new(tmp_path / "again.kangni", project=tmp_path / "out.qdpx") as again, again.read() as read:
        text = read.all(Document)[0].text
        assert text[BUSY : BUSY + 4] == "busy"
        assert set(text) - set("busy \n") == {"█"}
