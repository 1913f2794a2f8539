"""Agreement in a browser: a passage read differently is decided on where it stands; the address holds what is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from starlette.testclient import TestClient
from tests.web.axe import violations

import kangni
from kangni.web.shelf import Shelf

Serve = Callable[[Path], Any]
OpenPage = Callable[..., Page]


def test_a_passage_is_decided_on_and_leaves_the_open_ones(serve: Serve, open_page: OpenPage, demo_file: Path) -> None:
    page = open_page(serve(demo_file), "agreement")
    first = page.locator("article.different").first
    name = first.get_attribute("id")
    first.get_by_text("Decide", exact=False).first.click()
    first.get_by_label("Both stand", exact=False).check()
    first.get_by_label("Why", exact=True).fill("Both hear it; he says it twice.")
    assert violations(page) == []
    first.get_by_role("button", name="Record the decision").dblclick()
    expect(page.locator("h1")).to_contain_text("230 of them")
    assert page.locator(f'[id="{name}"]').count() == 0
    with kangni.open(demo_file, coder="A") as study:
        (row,) = study.decisions().decided
    assert (row.outcome, row.reason, row.decided_by) == ("both_stand", "Both hear it; he says it twice.", ("A",))
    page.get_by_role("link", name="decided on").click()
    expect(page.locator(".decision")).to_contain_text("Both hear it; he says it twice.")


def test_a_decision_that_gives_the_other_coder_the_code_changes_the_coding_and_is_undone(
    serve: Serve, open_page: OpenPage, demo_file: Path
) -> None:
    page = open_page(serve(demo_file), "agreement")
    first = page.locator("article.different").first
    first.get_by_text("Decide", exact=False).first.click()
    first.get_by_label("gives it", exact=False).check()
    first.get_by_label("Why", exact=True).fill("The definition covers it.")
    first.get_by_role("button", name="Record the decision").click()
    expect(page.locator("h1")).to_contain_text("230 passages")
    page.locator("#last").get_by_role("button", name="Undo").click()
    expect(page.locator("h1")).to_contain_text("231 passages")


def test_what_is_compared_stands_in_the_address_and_a_number_opens_its_words(
    serve: Serve, open_page: OpenPage, demo_original: Path
) -> None:
    served = serve(demo_original)
    page = open_page(served, "agreement")
    page.locator("select[name=unit]").select_option("sentence")
    page.locator("select[name=coefficient]").select_option("kappa")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**unit=sentence**")
    assert "coefficient=kappa" in page.url
    expect(page.locator("figcaption").first).to_contain_text("Cohen κ")
    page.locator("figure.sideways svg a").first.press("Enter")
    expect(page.locator(".drawer .quote").first).to_be_visible()


def test_spans_are_compared_too_and_undefined_figures_say_why(
    serve: Serve, open_page: OpenPage, demo_original: Path
) -> None:
    page = open_page(serve(demo_original), "agreement?unit=span&coefficient=kappa")
    expect(page.locator("figcaption").first).to_contain_text("uα")
    page.get_by_text("All codes in numbers").first.click()
    assert violations(page) == []


def test_a_decision_taken_meanwhile_is_not_written_over(client: TestClient, shelf: Shelf, demo_file: Path) -> None:
    key = shelf.open(demo_file)
    client.cookies.set("kangni-coder", "A")
    passage = shelf.take(key, coder="A", language="en").agreement().passages(most=1)[0].key
    form = {"passage": passage, "choice": "outcome=keep", "reason": "clear", "last": "0", "back": "/"}
    assert client.post(f"/studies/{key}/agreement/decide", data=form, follow_redirects=False).status_code == 303
    again = client.post(f"/studies/{key}/agreement/decide", data=form | {"reason": "otherwise"})
    assert again.status_code == 409
    assert "clear" in again.text
    assert len(shelf.take(key, coder="A", language="en").decisions().decided) == 1


def test_a_decision_without_a_reason_is_refused_whole(client: TestClient, shelf: Shelf, demo_file: Path) -> None:
    key = shelf.open(demo_file)
    passage = shelf.take(key, coder="A", language="en").agreement().passages(most=1)[0].key
    for bad in ({"choice": "outcome=keep"}, {"choice": "nonsense", "reason": "x"}, {"reason": "x"}):
        assert client.post(f"/studies/{key}/agreement/decide", data={"passage": passage} | bad).status_code == 422
    assert shelf.take(key, coder="A", language="en").decisions().decided == ()


def test_a_study_that_wants_no_figures_shows_none_and_can_change_its_mind(
    serve: Serve, open_page: OpenPage, demo_file: Path
) -> None:
    page = open_page(serve(demo_file), "agreement")
    page.get_by_text("Agreement here", exact=False).click()
    page.get_by_label("off: no figure", exact=False).check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_contain_text("shows no figures")
    assert page.locator("figure").count() == 0
    assert violations(page) == []
    page.get_by_label("dialogue:", exact=False).check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("figure").first).to_be_visible()


def test_a_study_without_coders_teaches(serve: Serve, open_page: OpenPage, tmp_path: Path) -> None:
    kangni.new(tmp_path / "new.kangni", coder="A").close()
    served = serve(tmp_path / "new.kangni")
    for place in ("agreement", "process", "compare"):
        page = open_page(served, place)
        expect(page.locator(".teach h1")).to_be_visible()
        assert violations(page) == []
