"""Compare in a browser: any attribute makes groups, few people are warned of, counts open their words."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from kangni.web.shelf import Shelf


def test_groups_are_chosen_and_a_count_opens_the_words_of_that_group(
    serve: Callable[[Path], Any], open_page: Callable[..., Page], demo_original: Path
) -> None:
    page = open_page(serve(demo_original), "compare?by=gender")
    expect(page.locator(".warn")).to_contain_text("Small groups: female 6, male 4")
    expect(page.locator("h1")).to_contain_text("5 of 6 against 0 of 4 people")
    page.locator(".contrasts .opens").first.click()
    expect(page.locator(".drawer .quote").first).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_label("Groups by").select_option("years_in_post")
    page.get_by_label("also Barnard's test").check()
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**by=years_in_post**")
    page.get_by_label("Cut at", exact=False).fill("8")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**cut=8**")
    expect(page.locator(".columns aside table").first).to_contain_text("<8")


def test_a_cut_that_is_no_number_is_said_and_not_an_error_of_ours(
    client: TestClient, shelf: Shelf, demo_file: Path
) -> None:
    key = shelf.open(demo_file)
    assert client.get(f"/studies/{key}/compare?by=years_in_post&cut=many").status_code == 422
    assert client.get(f"/studies/{key}/compare?by=nothing").status_code == 404
    assert client.get(f"/studies/{key}/compare?by=role&group=nobody").status_code == 404


def test_two_open_studies_stand_side_by_side_and_words_lead_into_the_right_one(
    client: TestClient, shelf: Shelf, demo_file: Path, tmp_path: Path
) -> None:
    other = shelf.open(Path(shutil.copy(demo_file, tmp_path / "other.kangni")))
    key = shelf.open(demo_file)
    answer = client.get(f"/studies/{key}/compare", params={"with": other, "language": "en"})
    assert answer.status_code == 200
    assert "The studies" in answer.text
    shown = shelf.take(key, coder="A", language="en").compare_with(shelf.take(other, coder="A", language="en"))
    number = next(key for key in shown.result.keys() if key.endswith("/second"))  # noqa: SIM118 - a result's keys
    opened = client.get(f"/studies/{key}/compare", params={"with": other, "open": f"compare:{number}"})
    assert f'href="/studies/{other}/coding/' in opened.text
