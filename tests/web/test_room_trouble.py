"""The coding room when things go wrong: two windows, a stale page, a server that is gone, Back, double clicks."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Page, expect
from tests.web.conftest import TOKEN
from tests.web.test_coding_room import own

import kangni
from kangni.core.claims import Claim
from kangni.core.coding import Coding
from kangni.core.text import Span
from kangni.web.app import make_app
from kangni.web.shelf import Shelf

Serve = Callable[..., Any]
Open = Callable[..., Page]


@pytest.fixture
def noted(demo_file: Path) -> Path:
    """The demo study with one coding of coder C."""
    with kangni.open(demo_file, coder="C") as study:
        study.apply_code("P03.zh", Span(351, 371), "STR.O01")
    return demo_file


def memo_of(path: Path) -> str:
    return str(own(path, "C")[0].memo)


def test_two_windows_that_write_one_memo_keep_both_texts(serve: Serve, open_page: Open, noted: Path) -> None:
    served = serve(noted, coder="C")
    first, second = (open_page(served, "coding/P03.zh?at=351") for _ in range(2))
    first.get_by_label("memo").fill("what I thought")
    second.get_by_label("memo").fill("what we said")
    first.get_by_role("button", name="Save").click()
    expect(second.get_by_text("Written in another window")).to_be_visible(timeout=3000)
    second.get_by_role("button", name="Save").click()
    expect(first.get_by_label("memo")).to_have_value("what I thought\n\nwhat we said", timeout=3000)
    assert memo_of(noted) == "what I thought\n\nwhat we said"


def test_back_leaves_a_half_made_claim_and_forward_finds_it_as_it_was(
    serve: Serve, open_page: Open, noted: Path
) -> None:
    page = open_page(serve(noted, coder="C"), "coding/P03.zh?at=351")
    page.locator("#script").focus()
    page.keyboard.press("s")
    page.keyboard.press("l")
    page.keyboard.type("xr")
    page.keyboard.press("Enter")
    page.get_by_label("note").fill("half said")
    page.go_back()
    expect(page.get_by_label("note")).to_have_count(0)
    page.go_forward()
    expect(page.get_by_label("note")).to_have_value("half said")
    expect(page.get_by_role("combobox", name="this", exact=True)).not_to_have_value("")
    page.reload()
    expect(page.get_by_label("note")).to_have_value("half said")
    assert own(noted, "C", Claim) == []


def test_a_double_click_makes_one_of_everything(serve: Serve, open_page: Open, noted: Path) -> None:
    page = open_page(serve(noted, coder="C"), "coding/P03.zh")
    page.locator("#script").focus()
    page.keyboard.press("s")
    page.locator(".leaf").first.dblclick()
    expect(page.locator(".bracket:not(.draft)")).to_have_count(2)
    page.keyboard.press("l")
    for letters in ("xr", "zw"):
        page.keyboard.type(letters)
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Save").dblclick()
    expect(page.locator(".name-of.claim")).to_have_count(1)
    assert len(own(noted, "C", Claim)) == 1
    page.locator(".name-of.claim").click()
    page.get_by_role("button", name="Delete this claim").dblclick()
    expect(page.locator(".name-of.claim")).to_have_count(0)
    page.get_by_role("button", name="I am done").dblclick()
    expect(page.get_by_role("button", name="I am done")).to_be_hidden()
    assert len(own(noted, "C")) == 2


def test_a_code_dragged_onto_selected_words_codes_them(serve: Serve, open_page: Open, demo_file: Path) -> None:
    page = open_page(serve(demo_file, coder="C"), "coding/P03.zh")
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.locator(".leaf").nth(3).drag_to(page.locator(".turn.here p").first)
    expect(page.locator(".bracket:not(.draft)")).to_have_count(1)
    assert len(own(demo_file, "C")) == 1


def test_a_machine_draft_is_adopted_by_enter_and_refused_by_backspace(
    serve: Serve, open_page: Open, demo_file: Path
) -> None:
    with kangni.open(demo_file, coder="C") as study:
        study.draft_codings("STR.O01", "年")
        count = len(study.drafts(document="P03.zh"))
    assert count > 1
    page = open_page(serve(demo_file, coder="C"), "coding/P03.zh")
    expect(page.locator(".bracket.draft")).to_have_count(count)
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    expect(page.locator(".bracket.draft")).to_have_count(count - 1)
    page.keyboard.press("n")
    page.keyboard.press("Backspace")
    expect(page.locator(".bracket.draft")).to_have_count(count - 2)
    assert sum(not coding.draft for coding in own(demo_file, "C", Coding)) == 1


def test_a_new_code_is_there_to_choose_without_a_reload(
    serve: Serve, open_page: Open, noted: Path, tmp_path: Path
) -> None:
    (tmp_path / "codebook.csv").write_text("code_id,name_en,name_zh\nNEW.01,zzz new code,新的\n", "utf-8")
    page = open_page(serve(noted, coder="C"), "coding/P03.zh")
    page.get_by_label("Filter the codebook").fill("zzz new")
    expect(page.locator(".leaf")).to_have_count(0)
    with kangni.open(noted, coder="B") as study:
        study.bring_in([tmp_path / "codebook.csv"])
    expect(page.locator(".leaf")).to_have_count(1, timeout=3000)


def test_a_transcript_taken_away_while_open_stays_readable_and_is_said_to_be_gone(
    serve: Serve, open_page: Open, tmp_path: Path
) -> None:
    (tmp_path / "P01.zh.txt").write_text("访谈者：好吗？\n受访者：我放心了。\n", "utf-8")
    path = tmp_path / "short.kangni"
    with kangni.new(path, coder="C") as study:
        study.bring_in([tmp_path / "P01.zh.txt"])
    page = open_page(serve(path, coder="C"), "coding/P01.zh")
    with kangni.open(path, coder="C") as study:
        study.undo()
    expect(page.locator("#gone")).to_be_visible(timeout=3000)
    expect(page.get_by_text("我放心了。")).to_be_visible()
    page.keyboard.press("t")
    page.keyboard.press("Enter")
    expect(page.locator(".coder-palette")).to_have_count(0)  # nothing can be done that would be lost
    open_page.complaints.clear()  # type: ignore[attr-defined]  # the browser notes the 404s


def test_ten_windows_all_see_what_one_does(serve: Serve, open_page: Open, demo_file: Path) -> None:
    served = serve(demo_file, coder="C")
    pages = [open_page(served, "coding/P03.zh") for _ in range(10)]
    pages[0].keyboard.press("t")
    pages[0].keyboard.press("Enter")
    pages[0].keyboard.press("Enter")
    for page in pages:
        page.bring_to_front()
        expect(page.locator(".bracket:not(.draft)")).to_have_count(1, timeout=5000)


def test_a_server_that_is_gone_is_said_what_was_typed_stays_and_a_new_one_takes_it(
    settings_folder: Path, open_page: Open, noted: Path
) -> None:
    assert settings_folder.exists()
    first = start(noted, 0, TOKEN)
    page = open_page(first, "coding/P03.zh?at=351")
    page.get_by_label("memo").fill("not lost")
    first.stop()
    expect(page.locator("#offline")).to_be_visible(timeout=5000)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#toast")).to_contain_text("does not answer")
    second = start(noted, first.port, "another-token")
    page.wait_for_timeout(1500)
    expect(page.locator("#offline")).to_be_visible()  # a stale tab has no key to the new workbench
    entrance = page.context.new_page()
    entrance.goto(f"{second.address}/enter?token=another-token")
    page.bring_to_front()
    expect(page.locator("#offline")).to_be_hidden(timeout=5000)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#last")).to_contain_text("C", timeout=3000)
    page.context.close()
    second.stop()
    assert memo_of(noted) == "not lost"
    open_page.complaints.clear()  # type: ignore[attr-defined]  # the browser notes that nobody answered


class Running:
    """A workbench that a test stops by itself."""

    def __init__(self, path: Path, port: int, token: str) -> None:
        self.shelf = Shelf(coder="C", language="en")
        self.key, self.path = self.shelf.open(path), path
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        self.port = listening.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        app = make_app(self.shelf, token=token, port=self.port)
        config = uvicorn.Config(app, log_level="error", access_log=False, lifespan="off", timeout_graceful_shutdown=1)
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [listening]}, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)

    def at(self, place: str) -> str:
        return f"{self.address}/studies/{self.key}/{place}"

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(timeout=10)
        self.shelf.close()


def start(path: Path, port: int, token: str) -> Running:
    return Running(path, port, token)
