"""Process in a browser: lanes by outcome and by person, and every mark opens its words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect


def test_a_lane_a_step_and_an_outcome_open_their_words(
    serve: Callable[[Path], Any], open_page: Callable[..., Page], demo_original: Path
) -> None:
    page = open_page(serve(demo_original), "process")
    expect(page.locator("h1")).to_contain_text("33 episodes")
    for figure in range(3):
        page.locator("figure.sideways").nth(figure).locator("svg a").first.press("Enter")
        expect(page.locator(".drawer .quote").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(".drawer")).to_have_count(0)


def test_lanes_stand_by_person_and_by_reading_as_the_address_says(
    serve: Callable[[Path], Any], open_page: Callable[..., Page], demo_original: Path
) -> None:
    page = open_page(serve(demo_original), "process")
    page.get_by_role("link", name="by participant").click()
    page.wait_for_url("**lanes=participant**")
    page.get_by_role("link", name="B", exact=True).click()
    page.wait_for_url("**reading=B**")
    assert "lanes=participant" in page.url
    expect(page.locator("h1")).to_contain_text("7 episodes")
