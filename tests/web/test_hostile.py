"""Words that are code elsewhere stay words: through every field, on every page, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.web.test_pages import PLACES

import kangni
from kangni.core.text import Span

CORPUS = (
    "<script>window.struck=1</script>",
    "<img src=x onerror=window.struck=1>",
    '"><svg onload=window.struck=1>',
    "</script><script>window.struck=1</script>",
    "'-window.struck=1-'",
    "{{7*7}}",
    "${window.struck=1}",
    "javascript:window.struck=1",
    "</textarea><script>window.struck=1</script>",
    "]]><!--<script>",
    "\u202etxt.exe",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study in which everything that people write is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    said = "".join(f"访谈者：{words}\n受访者：{words}和信任\n" for words in CORPUS if "\u202e" not in words)
    (folder / "P01.zh.txt").write_text(said, "utf-8")
    path = folder / "hostile.kangni"
    everything = " ".join(CORPUS[:6])
    with kangni.new(path, coder="<b>A</b>"[:8], name=everything[:80]) as study:
        study.bring_in([folder / "P01.zh.txt"])
        handle = study.transcripts()[0].handle
        leaves = [code.handle for code in study.codebook() if code.parent is not None][:2]
        for n, words in enumerate(CORPUS):
            coding = study.apply_code(handle, Span(4 + n, 20 + n), leaves[n % 2])
            study.note_coding(coding.id, words)
        study.make_claim(handle, Span(4, 20), leaves[0], leaves[1], sign=1, note=everything)
        stage = study.framework().stages[0].id
        study.tell_moment(handle, Span(4, 20), stage, episode="", label=CORPUS[1], code="")
    return path


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_page_runs_what_somebody_wrote(
    serve: Callable[..., Any], open_page: Callable[..., Page], hostile: Path, language: str
) -> None:
    served = serve(hostile, coder="<b>A</b>")
    page = open_page(served, "overview", language=language)
    page.set_default_navigation_timeout(120_000)  # the report is long in the making
    for place in (*PLACES, "coding/P01.zh"):
        page.goto(f"{served.at(place)}?language={language}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.struck") is None, place
        assert page.locator("img, [onerror], [onload], main script:not([type='application/json'])").count() == 0, place
    for key in ("n", "n", "n"):
        page.keyboard.press(key)
    assert page.evaluate("window.struck") is None


@pytest.mark.parametrize("words", CORPUS)
def test_what_is_typed_in_the_room_comes_back_letter_by_letter(
    serve: Callable[..., Any], open_page: Callable[..., Page], demo_file: Path, words: str
) -> None:
    with kangni.open(demo_file, coder="C") as study:
        study.apply_code("P03.zh", Span(351, 371), "STR.O01")
    page = open_page(serve(demo_file, coder="C"), "coding/P03.zh?at=351")
    page.get_by_label("memo").fill(words)
    with page.expect_response("**/note"):
        page.get_by_role("button", name="Save").click()
    page.reload()
    page.wait_for_selector("textarea[name=memo]")
    assert page.get_by_label("memo").input_value() == words
    assert page.evaluate("window.struck") is None


def test_an_address_full_of_code_is_shown_as_words(
    serve: Callable[..., Any], open_page: Callable[..., Page], demo_original: Path
) -> None:
    served = serve(demo_original)
    page = open_page(served, "factors")
    for place in PLACES:
        for name in ("open", "reading", "at", "q"):
            page.goto(f"{served.at(place)}?{name}=%3Cscript%3Ewindow.struck%3D1%3C%2Fscript%3E")
            assert page.evaluate("window.struck") is None
    open_page.complaints.clear()  # type: ignore[attr-defined]  # the browser notes what was refused
