"""The coding room in a browser: a session by keyboard, by mouse over emoji, two windows at once, undo after reload."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import kangni
from kangni.core.claims import Claim
from kangni.core.coding import Coding
from kangni.core.episodes import Episode
from kangni.core.people import Coder
from kangni.core.text import Document, Span
from kangni.web.app import DOORS

Serve = Callable[..., Any]
Open = Callable[..., Page]

BOX_OF_WORDS = """(words) => {
  const node = document.querySelectorAll('p[data-start]')[1].firstChild, at = node.data.indexOf(words);
  const range = document.createRange();
  range.setStart(node, at);
  range.setEnd(node, at + words.length);
  const box = range.getBoundingClientRect();
  return {left: box.left, right: box.right, y: (box.top + box.bottom) / 2};
}"""
FOCUSED_WORDS = """[...CSS.highlights].filter(([name]) => name.startsWith('focus')).map(([, ranges]) => [...ranges][0])
  .map((range) => range.startContainer.data.slice(range.startOffset, range.endOffset))"""
APPLY_UNKNOWN_CODE = """async () => {
  const headers = {'content-type': 'application/json', accept: 'application/json'};
  const body = JSON.stringify({start: 351, end: 371, code: 'GONE.01'});
  const answer = await fetch(location.pathname + '/apply', {method: 'POST', body, headers});
  return [answer.status, await answer.json()];
}"""


def own(path: Path, coder: str, kind: type[Any] = Coding) -> list[Any]:
    with kangni.open(path) as study, study.read() as read:
        ids = {each.id for each in read.all(Coder) if each.handle == coder}
        return [record for record in read.all(kind) if record.coder in ids]


def words_of(path: Path, document: str, span: Span) -> str:
    with kangni.open(path) as study, study.read() as read:
        return read.named(Document, document).words(span)


def test_a_whole_session_by_keyboard(serve: Serve, open_page: Open, demo_file: Path) -> None:
    page = open_page(serve(demo_file, coder="C"), "coding/P03.zh")
    expect(page.locator("#blind")).to_be_visible()  # the others' codings are hidden
    expect(page.locator(".name-of")).to_have_count(0)
    keys = page.keyboard
    keys.press("j")
    keys.press("s")  # the first sentence of turn 2
    keys.type("xintuo")  # no such code: nothing to choose
    keys.press("Escape")
    keys.type("xr")  # pinyin initials of 信任
    expect(page.locator(".coder-palette li").first).to_contain_text("Trusting")
    keys.press("Enter")
    expect(page.locator(".name-of")).to_have_count(1)
    keys.press("t")
    keys.press(".")  # the same code on the whole turn
    expect(page.locator(".bracket:not(.draft)")).to_have_count(2)  # stored
    keys.press("Escape")  # while words are selected, letters choose codes
    keys.press("e")
    keys.press("ArrowLeft")
    keys.press("Enter")  # its end, one character less
    keys.press("m")
    keys.type("a thought")
    keys.press("Control+Enter")
    expect(page.get_by_label("memo")).to_have_value("a thought")
    keys.press("Escape")
    page.locator("#script").focus()
    keys.press("s")
    keys.press("l")
    keys.type("xr")
    keys.press("Enter")
    keys.type("zw")
    keys.press("ArrowDown")
    keys.press("Enter")
    keys.press("Enter")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".name-of.claim")).to_have_count(1)
    codings = sorted(own(demo_file, "C"), key=lambda coding: coding.span)
    # “十六年零四个月。”, and the turn of 40 characters without its stop
    assert [len(coding.span) for coding in codings] == [8, 39]
    assert [coding.memo for coding in codings] == ["", "a thought"]
    assert len(own(demo_file, "C", Claim)) == 1
    page.locator("#script").focus()
    keys.press("u")
    expect(page.locator(".name-of.claim")).to_have_count(0)
    page.reload()
    page.locator("#script").focus()
    keys.press("u")
    keys.press("U")
    expect(page.locator(".bracket")).to_have_count(2)


def test_a_moment_is_told_and_the_transcript_declared_done(serve: Serve, open_page: Open, demo_file: Path) -> None:
    page = open_page(serve(demo_file, coder="C"), "coding/P03.zh")
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.keyboard.press("o")
    page.get_by_label("what happened").fill("the winter")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".name-of.moment")).to_have_count(1)
    assert [episode.label for episode in own(demo_file, "C", Episode)] == ["the winter"]
    page.get_by_role("button", name="I am done").click()
    expect(page.locator("#blind")).to_be_hidden()
    assert page.locator(".name-of").count() > 30  # now the others' stand beside


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_mouse_selection_over_emoji_and_rare_characters_codes_exactly_its_words(
    serve: Serve, open_page: Open, tmp_path: Path, ends: str
) -> None:
    said = "今天😀𠮷田先生说e\u0301👨‍👩‍👧‍👦都好，我放心了"
    (tmp_path / "P01.zh.txt").write_bytes(f"访谈者：怎么样？{ends}受访者：{said}{ends}访谈者：嗯。{ends}".encode())
    path = tmp_path / "odd.kangni"
    with kangni.new(path, coder="C") as study:
        study.bring_in([tmp_path / "P01.zh.txt"])
        handle = study.transcripts()[0].handle
    page = open_page(serve(path, coder="C"), f"coding/{handle}")
    box = page.evaluate(BOX_OF_WORDS, "😀𠮷田先生")
    page.mouse.move(box["left"] + 1, box["y"])
    page.mouse.down()
    page.mouse.move(box["right"] - 1, box["y"], steps=8)
    page.mouse.up()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".name-of:not(.draft)")).to_have_count(1)  # stored
    coding = own(path, "C")[0]
    assert words_of(path, handle, coding.span) == "😀𠮷田先生"
    shown = page.evaluate(FOCUSED_WORDS)
    assert shown == ["😀𠮷田先生"]


def test_two_windows_see_each_other_within_a_second(serve: Serve, open_page: Open, demo_file: Path) -> None:
    served = serve(demo_file, coder="C")
    first, second = (open_page(served, "coding/P03.zh") for _ in range(2))
    first.keyboard.press("j")
    first.keyboard.press("t")
    first.keyboard.press("Enter")
    first.keyboard.press("Enter")
    expect(second.locator(".name-of")).to_have_count(1, timeout=2000)
    with kangni.open(demo_file, coder="C") as study:  # and the command line too
        study.undo()
    expect(first.locator(".name-of")).to_have_count(0, timeout=2000)


def test_two_memos_written_at_once_lose_nothing(serve: Serve, open_page: Open, demo_file: Path) -> None:
    with kangni.open(demo_file, coder="C") as study:
        coding = study.apply_code("P03.zh", Span(351, 371), "STR.O01")
    page = open_page(serve(demo_file, coder="C"), "coding/P03.zh?at=351")
    page.get_by_label("memo").fill("mine")
    with kangni.open(demo_file, coder="C") as study:
        study.note_coding(coding.id, "theirs")
    page.wait_for_timeout(1200)  # the other window's words have arrived
    expect(page.get_by_label("memo")).to_have_value("mine")  # and took nothing away
    assert own(demo_file, "C")[0].memo == "theirs"


def test_a_code_merged_away_or_a_mark_already_gone_is_said_and_leaves_the_study_whole(
    serve: Serve, open_page: Open, demo_file: Path
) -> None:
    page = open_page(serve(demo_file, coder="C"), "coding/P03.zh")
    answer = page.evaluate(APPLY_UNKNOWN_CODE)
    assert answer[0] == 404
    assert "GONE.01" in answer[1]["error"]["sentence"]
    open_page.complaints.clear()  # type: ignore[attr-defined]  # the browser notes the refusal
    assert own(demo_file, "C") == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [1440, 1000])
def test_the_room_is_clean_to_axe(serve: Serve, open_page: Open, demo_file: Path, language: str, width: int) -> None:
    from tests.web.axe import violations

    page = open_page(serve(demo_file, coder="A"), "coding/P03.zh", language=language, width=width)
    page.keyboard.press("n")
    assert violations(page) == []


def test_orders_with_unknown_fields_are_refused_whole(client: Any, shelf: Any, demo_file: Path) -> None:
    key = shelf.open(demo_file)
    orders = [door for door in DOORS if "/coding/{document}/" in door.path and door.method == "POST"]
    assert len(orders) > 8
    for door in orders:
        path = door.path.replace("{key}", key).replace("{document}", "P03.zh")
        if path.endswith("/done"):
            continue
        answer = client.post(
            path, json={"owner": "B", "start": 1, "end": 2, "code": "STR.O01"}, headers={"accept": "application/json"}
        )
        assert answer.status_code == 422, path
