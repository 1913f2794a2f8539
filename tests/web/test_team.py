from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient
from tests.web.axe import violations

import kangni
from kangni.web.shelf import Shelf

Serve = Callable[..., Any]
Open = Callable[..., Page]


@pytest.mark.parametrize(("language", "button"), [("zh", "做一份核对过的备份"), ("en", "Make a verified copy")])
def test_a_copy_is_made_once_and_stands_with_its_time(
    serve: Serve, open_page: Open, demo_file: Path, language: str, button: str
) -> None:
    page = open_page(serve(demo_file), "team", language=language)
    page.get_by_role("button", name=button).dblclick()
    expect(page.locator("#copies ~ table tbody tr")).to_have_count(1)
    with kangni.open(demo_file, coder="A") as study:
        (copy,) = study.backups()
    expect(page.locator("h1")).to_contain_text(f"{copy.at.astimezone():%Y-%m-%d %H:%M}")
    assert violations(page) == []


def test_consent_is_recorded_undone_and_done_again(serve: Serve, open_page: Open, demo_file: Path) -> None:
    page = open_page(serve(demo_file), "team")
    page.get_by_role("link", name="Change the consent of P07").click()
    page.get_by_label("quoting", exact=True).uncheck()
    page.get_by_label("sound recording").check()
    page.get_by_label("until, empty for no end").fill("2027-12-31")
    assert violations(page) == []
    page.get_by_role("button", name="Record").click()
    row = page.locator("tr").filter(has=page.get_by_role("rowheader", name="P07"))
    expect(row).to_contain_text("2027-12-31")
    expect(page.locator(".history li").first).to_contain_text("record consent: participant P07")
    page.get_by_role("button", name="Undo my last deed").click()
    expect(row).to_contain_text("quoting")
    page.get_by_role("button", name="Redo").click()
    expect(row).to_contain_text("sound recording")


def test_the_file_is_examined_when_asked(serve: Serve, open_page: Open, demo_original: Path) -> None:
    page = open_page(serve(demo_original), "team")
    expect(page.locator(".findings")).to_have_count(0)
    page.get_by_role("link", name="Examine the file").click()
    expect(page.locator(".findings li").filter(has_text="The pages of the file are whole.")).to_have_count(1)
    assert violations(page) == []


def test_who_has_finished_what_is_shown_and_declared(serve: Serve, open_page: Open, demo_file: Path) -> None:
    with kangni.open(demo_file, coder="C") as study:
        study.summarise_cell("ENV.U01", "P01", "makes C a coder")
    page = open_page(serve(demo_file, coder="C"), "team")
    page.get_by_role("button", name="Declare finished").click()
    row = page.locator("tr").filter(has=page.get_by_role("rowheader", name="C", exact=True))
    expect(row).to_contain_text("1 of 10")
    expect(row.locator(".marks .done")).to_have_count(1)


def test_words_are_released_after_review(client: TestClient, shelf: Shelf, demo_file: Path) -> None:
    address = f"/studies/{shelf.open(demo_file)}/team/release"
    assert client.post(address, data={"participant": "P06"}, follow_redirects=False).status_code == 303
    with kangni.open(demo_file, coder="A") as study:
        row = next(row for row in study.team().result.consent if row.participant == "P06")
    assert row.released == row.codings == 79


def test_an_unknown_scope_or_person_is_refused(client: TestClient, shelf: Shelf, demo_file: Path) -> None:
    address = f"/studies/{shelf.open(demo_file)}/team/consent"
    assert client.post(address, data={"participant": "P01", "scope": "everything"}).status_code == 422
    assert client.post(address, data={"participant": "<script>", "scope": "quote"}).status_code == 404


def test_an_empty_study_has_its_page(serve: Serve, open_page: Open, tmp_path: Path) -> None:
    kangni.new(tmp_path / "empty.kangni", coder="A").close()
    page = open_page(serve(tmp_path / "empty.kangni"), "team")
    expect(page.locator("#copies ~ .note")).to_be_visible()
    assert violations(page) == []
