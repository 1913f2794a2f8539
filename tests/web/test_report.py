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


@pytest.mark.parametrize(
    ("language", "title"), [("zh", "附录：编码表与其余联系"), ("en", "Appendix: codebook and further links")]
)
def test_a_chapter_is_taken_out_and_put_back_in_the_sheet(
    serve: Serve, open_page: Open, demo_original: Path, language: str, title: str
) -> None:
    page = open_page(serve(demo_original), "report", language=language)
    sheet = page.frame_locator("iframe")
    expect(sheet.locator("#codebook h2")).to_be_visible(timeout=60_000)
    page.get_by_label(title).uncheck()
    expect(sheet.locator("#codebook")).to_have_count(0, timeout=60_000)
    assert "asked=1" in page.url
    page.reload()
    expect(page.get_by_label(title)).not_to_be_checked()
    page.get_by_label(title).check()
    expect(sheet.locator("#codebook h2")).to_be_visible(timeout=60_000)
    assert violations(page) == []


def test_the_report_has_a_language_of_its_own(serve: Serve, open_page: Open, demo_original: Path) -> None:
    page = open_page(serve(demo_original), "report", language="en")
    page.get_by_label("Language of the report").select_option("zh")
    expect(page.frame_locator("iframe").locator("html")).to_have_attribute("lang", "zh-CN", timeout=60_000)
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_file_is_what_the_sheet_shows_and_runs_nothing(
    client: TestClient, shelf: Shelf, demo_original: Path
) -> None:
    place = f"/studies/{shelf.open(demo_original)}/report"
    query = "in=en&without=evidence&without=factors"
    sheet, sent = client.get(f"{place}/sheet?{query}"), client.get(f"{place}/file?{query}")
    assert sheet.text == sent.text
    assert sent.headers["content-disposition"] == 'attachment; filename="report.en.html"'
    assert "script-src" not in sheet.headers["content-security-policy"]
    assert sheet.headers["content-security-policy"].startswith("default-src 'none'")
    assert 'href="#e1"' not in sheet.text
    assert 'href="#factors"' not in sheet.text
    assert client.get(f"{place}/sheet?without=nothing").status_code == 422


def test_an_empty_study_is_told_what_a_report_says(serve: Serve, open_page: Open, tmp_path: Path) -> None:
    kangni.new(tmp_path / "empty.kangni", coder="A").close()
    page = open_page(serve(tmp_path / "empty.kangni"), "report")
    expect(page.locator("iframe")).to_have_count(0)
    assert violations(page) == []
