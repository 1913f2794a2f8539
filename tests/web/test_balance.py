"""The balance in a browser: a run that tells how far it is, is stopped, begun again, and asked with a lever held."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from tests.web.axe import violations

LONG = 120_000  # ms: kernels may have to be compiled first


def test_a_run_is_stopped_run_again_and_run_with_a_lever(
    serve: Callable[[Path], Any], open_page: Callable[..., Page], demo_original: Path
) -> None:
    page = open_page(serve(demo_original), "balance?twice=yes")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator("h1")).to_have_text("This run was stopped.", timeout=LONG)
    page.get_by_role("button", name="Run it again").click()
    expect(page.locator(".ribbon").first).to_be_visible(timeout=LONG)
    assert violations(page) == []
    slider = page.locator(".lever input").first
    slider.focus()
    page.keyboard.press("End")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page).to_have_url(re.compile("press-[a-z_]+=0.95"))
    expect(page.locator("h1")).to_contain_text("With the levers held", timeout=LONG)
    page.locator("td .opens").first.click()
    expect(page.locator(".drawer .quote").first).to_be_visible()
