"""Every place opens in both languages, at both widths, without a complaint and clean to axe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.web.axe import violations

from kangni.web.app import DOORS

ANSWERS = {"revision", "find", "last"}  # to scripts, not to people
PLACES = sorted(
    {door.path.split("/")[3] for door in DOORS if door.method == "GET" and door.path.startswith("/studies/")} - ANSWERS
)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("place", PLACES)
def test_a_place_opens_clean(
    serve: Callable[[Path], Any], open_page: Callable[..., Page], demo_original: Path, place: str, language: str
) -> None:
    page = open_page(serve(demo_original), place, language=language)
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.lang").startswith(language)
    assert violations(page) == []
