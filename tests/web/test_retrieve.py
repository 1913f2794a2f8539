from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient
from tests.web.axe import violations

import kangni
from kangni.core.retrieval import Conditions
from kangni.web.shelf import Shelf

Serve = Callable[..., Any]
Open = Callable[..., Page]


def test_words_of_two_characters_are_found_while_they_are_typed(
    serve: Serve, open_page: Open, demo_original: Path
) -> None:
    page = open_page(serve(demo_original), "retrieve", language="zh")
    page.get_by_role("searchbox").press_sequentially("督导")
    page.wait_for_url("**words=*")
    quotes = page.locator("article.quote mark")
    expect(quotes.filter(has_not_text="督导")).to_have_count(0)
    assert quotes.count() > 5
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page.get_by_role("searchbox")).to_have_value("督导")


def test_conditions_are_chosen_taken_out_and_stand_in_the_address(
    serve: Serve, open_page: Open, demo_original: Path
) -> None:
    page = open_page(serve(demo_original), "retrieve")
    page.locator("select[name=codes]").select_option("ENV.U01")
    expect(page.locator("h1")).to_contain_text("11 quotes, 7 participants")
    page.locator("select[name=codes]").select_option("ENV.U02")
    page.locator("select[name=people]").select_option("P03")
    expect(page.locator(".chip")).to_have_count(3)
    page.reload()
    expect(page.locator(".chip")).to_have_count(3)
    page.locator(".chip a").first.click()
    page.wait_for_url(lambda url: url.count("codes=") == 1)
    expect(page.locator(".chip")).to_have_count(2)


def test_a_number_of_the_matrix_opens_and_a_quote_leads_into_the_text(
    serve: Serve, open_page: Open, demo_original: Path
) -> None:
    page = open_page(serve(demo_original), "retrieve?codes=ENV.U01&codes=ENV.U02")
    page.locator(".matrix a.opens").first.click()
    expect(page.locator(".drawer .quote").first).to_be_visible()
    assert page.url.count("codes=") == 2
    assert violations(page) == []
    page.locator(".drawer .close").click()
    page.locator("main article.quote .source a").first.click()
    page.wait_for_url("**/coding/P01.zh?at=*")


def test_conditions_are_kept_under_a_name_and_undone(serve: Serve, open_page: Open, demo_file: Path) -> None:
    page = open_page(serve(demo_file), "retrieve?codes=ENV.U01&where=age%3E%3D35")
    page.get_by_label("Name for these conditions").fill("older & thanked")
    page.get_by_role("button", name="Keep").dblclick()
    expect(page.locator(".kept li")).to_have_count(1)
    page.get_by_role("link", name="Clear").click()
    page.get_by_role("link", name="older & thanked").click()
    expect(page.locator(".chip")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".kept li")).to_have_count(0)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_summary_is_written_into_its_cell(serve: Serve, open_page: Open, demo_file: Path, language: str) -> None:
    page = open_page(serve(demo_file), "retrieve?codes=ENV.U01&cell=ENV.U01/P01", language=language)
    page.locator("textarea").fill("谢意让她留下 <b>")
    page.locator(".summary button[type=submit]").click()
    expect(page.locator(".pen.has")).to_have_count(1)
    with kangni.open(demo_file, coder="A") as study:
        found = study.retrieve(Conditions(codes=("ENV.U01",))).result.summary("ENV.U01", "P01")
        assert [each.text.zh for each in found] == ["谢意让她留下 <b>"]
    assert violations(page) == []


def test_words_stand_in_context_and_lead_to_their_place(serve: Serve, open_page: Open, demo_original: Path) -> None:
    page = open_page(serve(demo_original), "retrieve?view=context")
    page.get_by_role("searchbox").press_sequentially("督导")
    expect(page.locator("h1")).to_contain_text("32 places, 9 participants")
    assert violations(page) == []
    page.locator(".context .said a").first.click()
    page.wait_for_url("**/coding/P01.zh?at=*")


def test_counted_words_open_in_context(serve: Serve, open_page: Open, demo_original: Path) -> None:
    page = open_page(serve(demo_original), "retrieve?view=counts", language="zh")
    assert violations(page) == []
    page.get_by_role("link", name="督导", exact=True).click()
    page.wait_for_url("**view=context*")
    expect(page.locator(".context tbody tr")).to_have_count(32)


def test_files_hold_the_quotes_asked_for(client: TestClient, shelf: Shelf, demo_original: Path) -> None:
    key = shelf.open(demo_original)
    answer = client.get(f"/studies/{key}/retrieve/quotes.csv?codes=ENV.U01&people=P01")
    assert answer.headers["content-disposition"] == 'attachment; filename="quotes.csv"'
    assert answer.text.count("P01.zh") == 2
    assert client.get(f"/studies/{key}/retrieve/quotes.xlsx").content.startswith(b"PK")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("codes=NOPE", 404),
        ("people=%3Cscript%3E", 404),
        ("where=age", 422),
        ("by=nothing", 404),
        ("from=%F0%9F%98%80&turns=-3&within=x", 200),
        ("from=99999999999999999999", 200),
        ("cell=ENV.U01/<b>", 200),
    ],
)
def test_an_address_that_asks_for_what_is_not_there_says_so(
    client: TestClient, shelf: Shelf, demo_original: Path, query: str, status: int
) -> None:
    answer = client.get(f"/studies/{shelf.open(demo_original)}/retrieve?{query}", headers={"accept": "text/html"})
    assert answer.status_code == status
    assert "<script>" not in answer.text.partition("</head>")[2]


def test_a_stale_summary_is_refused_with_what_stands_there(client: TestClient, shelf: Shelf, demo_file: Path) -> None:
    address = f"/studies/{shelf.open(demo_file)}/retrieve/summary"
    form = {"code": "ENV.U01", "participant": "P01", "was": "", "back": "/"}
    assert client.post(address, data=form | {"text": "one"}, follow_redirects=False).status_code == 303
    answer = client.post(address, data=form | {"text": "two"}, headers={"accept": "application/json"})
    assert answer.status_code == 409
    assert "one" in answer.json()["error"]["sentence"]


def test_an_empty_study_is_told_what_the_page_will_show(serve: Serve, open_page: Open, tmp_path: Path) -> None:
    kangni.new(tmp_path / "empty.kangni", coder="A").close()
    page = open_page(serve(tmp_path / "empty.kangni"), "retrieve")
    expect(page.locator(".teach")).to_be_visible()
    assert violations(page) == []
