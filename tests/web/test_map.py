"""The map in a browser: fewer links by the slider, a way from one factor to another, and the words behind an edge."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

import kangni
from kangni.web.shelf import Shelf


def test_the_map_is_thinned_asked_for_a_way_and_opened_to_words(
    serve: Callable[[Path], Any], open_page: Callable[..., Page], demo_original: Path
) -> None:
    page = open_page(serve(demo_original), "map")
    edges = page.locator(".causal a:has(.edge)")
    before = edges.count()
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("least=3"))
    expect(page.locator(".view output")).to_have_text("3")
    expect(edges).not_to_have_count(before)
    assert 0 < edges.count() < before
    page.go_back()
    expect(edges).to_have_count(before)
    page.locator("select[name=from]").select_option("STR.O01")
    page.locator("select[name=to]").select_option("OUT.07")
    expect(page.locator(".ways li").first).to_contain_text("weakest:")
    edges.first.press("Enter")
    expect(page.locator(".drawer .quote").first).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".loops .opens").first.click()
    expect(page.locator(".drawer .quote").first).to_be_visible()


def test_a_study_without_claims_is_told_how_to_make_one(client: TestClient, shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "empty.kangni"
    kangni.new(path, name="Empty", coder="A").close()
    assert "No claim counts yet" in client.get(f"/studies/{shelf.open(path)}/map").text
