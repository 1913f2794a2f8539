"""The page of the codebook: codes are made, defined, moved by mouse and by keys, merged after a look, split."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

import kangni
from kangni.core.codebook import Code
from kangni.web.shelf import Shelf

Serve = Callable[..., Any]
Open = Callable[..., Page]


def code_of(path: Path, handle: str) -> Code:
    with kangni.open(path, read_only=True) as study:
        return study.codebook().named(handle)


def test_a_code_is_made_moved_merged_and_all_of_it_undone(serve: Serve, open_page: Open, demo_file: Path) -> None:
    page = open_page(serve(demo_file), "codebook?code=STR.O01")
    page.get_by_text("A new code", exact=True).click()
    page.get_by_label("Id, such as").fill("NEW.01")
    page.locator("form[action$=create] input[name=en]").fill("Night shifts")
    page.get_by_role("button", name="Create").dblclick()
    expect(page.locator("#code-title")).to_contain_text("Night shifts")

    place = page.locator("a[data-code='NEW.01']")
    page.wait_for_timeout(1000)  # the page is set anew once after a change
    place.focus()
    page.keyboard.press("x")
    expect(page.locator("#toast")).to_contain_text("NEW.01 is taken up")
    page.locator("a[data-code='STR.O02']").focus()
    page.keyboard.press("v")  # below another, by keys
    expect(page.locator("li:has(> a[data-code='STR.O02']) a[data-code='NEW.01']")).to_have_count(1)

    page.get_by_text("Merge into another code").click()
    page.locator("select[name=into]").select_option("STR.O01")
    page.get_by_role("button", name="Show what it would do").click()
    expect(page.locator(".effect")).to_contain_text("codings of the other code after")
    page.get_by_role("button", name="Merge NEW.01 into STR.O01").click()
    expect(place).to_have_count(0)
    page.keyboard.press("u")
    expect(place).to_have_count(1)


def test_a_code_is_defined_in_the_readers_language_and_its_words_split(
    serve: Serve, open_page: Open, demo_file: Path
) -> None:
    page = open_page(serve(demo_file), "codebook?code=STR.O01")
    page.get_by_text("Rename and define").click()
    page.locator("textarea[name=definition]").fill("What the work asks of a person.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".meaning")).to_contain_text("What the work asks of a person.")
    assert code_of(demo_file, "STR.O01").definition.en == "What the work asks of a person."

    page.get_by_text("Split", exact=True).click()
    page.get_by_role("link", name="Choose which words").click()
    page.locator(".passages input").first.check()
    page.locator("form[action$=split] input[name=handle]").fill("STR.O91")
    page.locator("form[action$=split] input[name=en]").fill("A part of it")
    page.get_by_role("button", name="Give the ticked words").click()
    expect(page.locator("#code-title")).to_contain_text("A part of it")
    expect(page.locator("table.use")).to_contain_text("1 codings")


def test_the_codebook_goes_out_and_a_code_that_others_rest_on_stays(
    client: TestClient, shelf: Shelf, demo_file: Path
) -> None:
    key = shelf.open(demo_file)
    for kind, begins in (("csv", b""), ("xlsx", b"PK"), ("qdc", b"<?xml")):
        answer = client.get(f"/studies/{key}/codebook/export", params={"as": kind})
        assert answer.status_code == 200
        assert answer.content.startswith(begins)
    assert client.get(f"/studies/{key}/codebook/export", params={"as": "exe"}).status_code == 422
    refused = client.post(f"/studies/{key}/codebook/remove", data={"code": "STR.O01"})
    assert refused.status_code == 409
    assert "STR.O01" in refused.text
