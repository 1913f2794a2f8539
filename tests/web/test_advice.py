"""Advice in a browser: a lever is adopted in other words, declined only with a reason, and opens to its askers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from tests.web.axe import violations

import kangni

LONG = 120_000  # ms: kernels may have to be compiled first


def test_levers_are_adopted_in_our_words_and_declined_with_a_reason(
    serve: Callable[[Path], Any], open_page: Callable[..., Page], demo_file: Path
) -> None:
    page = open_page(serve(demo_file), "advice")
    cards = page.locator(".advice")
    expect(cards.first).to_be_visible(timeout=LONG)
    assert violations(page) == []
    first, second = cards.nth(0), cards.nth(1)
    first.locator("summary").click()
    first.locator("textarea").fill("Let them sleep.")
    first.get_by_role("button", name="Adopt").click()
    expect(page.locator(".advice .adopted").first).to_have_text("Let them sleep.", timeout=LONG)
    second.locator("summary").click()
    second.get_by_role("button", name="Decline").click()
    expect(page.locator("#toast")).to_contain_text("reason", timeout=LONG)
    open_page.complaints.clear()  # type: ignore[attr-defined]  # the browser notes what was refused
    with kangni.open(demo_file) as study:
        assert len(study.recommendations().result.adopted()) == len(study.recommendations().rows()) == 1
    page.locator(".advice").first.locator(".opens").first.click()
    expect(page.locator(".drawer .quote").first).to_be_visible()
