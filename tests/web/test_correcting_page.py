"""A typing error is corrected from its page, after a look at what that touches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.web.axe import violations

import kangni
from kangni.core.text import Document


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_turn_is_corrected_after_a_look_at_what_it_touches(
    serve: Callable[..., Any], open_page: Callable[..., Page], demo_file: Path, language: str
) -> None:
    page = open_page(serve(demo_file), "transcripts/correct/P01.zh?turn=2", language=language)
    words = page.locator("textarea[name=words]")
    said = words.input_value()
    words.fill(f"😀{said}")
    page.locator(".turns .btn").first.click()
    expect(page.locator(".turns form p").first).to_be_visible()
    assert violations(page) == []
    page.locator(".turns .btn.main").click()
    expect(page.locator("textarea[name=words]")).to_have_value(f"😀{said}")
    with kangni.open(demo_file, read_only=True) as study, study.read() as read:
        document = read.named(Document, "P01.zh")
        assert f"😀{said}" in document.text
