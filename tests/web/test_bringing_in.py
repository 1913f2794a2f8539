"""Bringing in from the page of transcripts: seen first, corrected, accepted or refused; bad files leave nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient
from tests.web.axe import violations

import kangni
from kangni.core.people import Participant
from kangni.core.text import Document, Role
from kangni.web.shelf import Shelf

Serve = Callable[..., Any]
Open = Callable[..., Page]

TALK = "访谈者:您最近怎么样?\nP90:还好,就是累。😀\n访谈者:累在哪里?\nP90:𠮷先生走了以后,没人替我。\n"
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  const dropping = new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true});
  document.querySelector('[data-drop]').dispatchEvent(dropping);
}"""


def handles(path: Path) -> set[str]:
    with kangni.open(path) as study, study.read() as read:
        return {head.handle for head in read.document_heads()}


def dropped_folders(shelf: Shelf) -> list[Path]:
    place = shelf.drops._place
    return list(Path(place.name).iterdir()) if place is not None else []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_transcript_is_dropped_corrected_and_accepted(
    serve: Serve, open_page: Open, demo_file: Path, language: str
) -> None:
    page = open_page(serve(demo_file), "transcripts", language=language)
    page.evaluate(DROP, ["P90.zh.txt", TALK])
    page.wait_for_url("**/transcripts/bring-in/*")
    row = page.locator("table").first.locator("tbody tr")
    expect(row).to_contain_text("P90")
    expect(row).to_contain_text("utf-8")
    assert violations(page) == []
    assert "P90.zh" not in handles(demo_file)  # seen, not stored
    page.locator('select[name="part/P90.zh/访谈者"]').select_option("other")
    page.locator(".decide .main").dblclick()
    page.wait_for_url("**/transcripts")
    expect(page.locator("tr", has_text="P90")).to_have_count(1)
    with kangni.open(demo_file) as study, study.read() as read:
        document = read.named(Document, "P90.zh")
        assert {turn.speaker: turn.role for turn in document.turns} == {"访谈者": Role.OTHER, "P90": Role.PARTICIPANT}
        assert sum(entry.deed == "import" for entry in read.history() if entry.actor == "A") == 1


def test_a_folder_with_everything_in_it_comes_in_as_far_as_it_can_be_read(
    serve: Serve, open_page: Open, demo_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "mixed"
    (folder / "below").mkdir(parents=True)
    (folder / "below" / "P91.txt").write_text(TALK.replace("P90", "P91"), encoding="gb18030", errors="replace")
    (folder / "setup.exe").write_bytes(b"MZ\x90\x00" + bytes(200))
    (folder / "P92.txt").write_bytes(b"Q: how?\nP92: a \x07 bell\n")
    page = open_page(serve(demo_file), "transcripts")
    with page.expect_file_chooser() as chooser:
        page.get_by_text("Choose a folder").click()
    chooser.value.set_files(folder)
    page.wait_for_url("**/transcripts/bring-in/*")
    expect(page.locator(".cautions")).to_contain_text("setup.exe")
    page.get_by_role("button", name="Bring it in").click()
    page.wait_for_url("**/transcripts")
    assert "P91" in handles(demo_file)


def test_a_program_is_refused_with_a_sentence_and_nothing_stays(serve: Serve, open_page: Open, demo_file: Path) -> None:
    page = open_page(serve(demo_file), "transcripts")
    before = handles(demo_file)
    page.evaluate(DROP, ["setup.exe", "MZ\u0090\u0000" + "\u0000" * 100])
    page.wait_for_url("**/transcripts/bring-in/*")
    expect(page.locator("h1")).to_contain_text("setup.exe")
    expect(page.get_by_role("button", name="Bring it in")).to_have_count(0)
    page.get_by_role("button", name="Refuse").click()
    page.wait_for_url("**/transcripts")
    assert handles(demo_file) == before


def test_files_too_large_are_refused_before_they_are_sent(serve: Serve, open_page: Open, demo_file: Path) -> None:
    page = open_page(serve(demo_file), "transcripts")
    page.evaluate(DROP.replace("[text]", "[new Uint8Array(text)]"), ["huge.txt", 201_000_000])
    expect(page.locator("[data-drop-says]")).to_contain_text("huge.txt and what came with it have 201 MB")


def test_a_project_shows_its_losses_and_is_refused_without_a_trace(
    client: TestClient, shelf: Shelf, demo_file: Path, tmp_path: Path
) -> None:
    key = shelf.open(demo_file)
    with kangni.open(demo_file, read_only=True) as study:
        study.export_project(tmp_path / "out.qdpx", waived={})
        before = study.hash()
    files = [("files", ("out.qdpx", (tmp_path / "out.qdpx").read_bytes()))]
    shown = client.post(f"/studies/{key}/transcripts/bring-in", files=files)
    assert shown.status_code == 200
    assert "out.qdpx" in shown.text
    assert "elements of the file" in shown.text
    assert len(dropped_folders(shelf)) == 1
    assert client.post(f"{shown.url.path}/refuse", data={}).status_code == 200
    assert dropped_folders(shelf) == []
    assert client.get(shown.url.path).status_code == 404
    assert shelf.take(key, coder="A", language="en").hash() == before


@pytest.mark.parametrize("name", ["../../evil.txt", "..\\evil.txt", "/etc/evil.txt"])
def test_a_name_that_leads_elsewhere_stays_below_the_place_of_drops(
    client: TestClient, shelf: Shelf, demo_file: Path, name: str
) -> None:
    key = shelf.open(demo_file)
    shown = client.post(f"/studies/{key}/transcripts/bring-in", files=[("files", (name, TALK.encode()))])
    assert shown.status_code == 200
    (folder,) = dropped_folders(shelf)
    assert [file.name for file in folder.rglob("*.txt")] == ["evil.txt"]
    assert str(folder) not in shown.text


def test_accepting_twice_brings_in_once(client: TestClient, shelf: Shelf, demo_file: Path) -> None:
    key = shelf.open(demo_file)
    shown = client.post(f"/studies/{key}/transcripts/bring-in", files=[("files", ("P93.txt", TALK.encode()))])
    for _ in range(2):
        assert client.post(f"{shown.url.path}/accept", data={}).status_code == 200
    with shelf.take(key, coder="A", language="en").read() as read:
        assert sum(person.handle == "P93" for person in read.all(Participant)) == 1
