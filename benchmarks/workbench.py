"""The workbench in a browser: what a person waits for, against what is promised."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from benchmarks.large_study import Size, write_files
from benchmarks.studies import Studies
from benchmarks.window import Workbench, browser, entered, places, served
from playwright.sync_api import Browser, Page

import kangni

__all__ = ["Waited", "waited", "waited_table"]

DENSE = Size(documents=1, characters=20_000, turns=100, codes=24, codings=300)
ROOM = "coding/P0001.zh?look=1"
# in the page: when the margin is first drawn, and two frames later, so that it is on the screen
INTERACTIVE = """new MutationObserver((_, all) => {
  if (!document.querySelector('.bracket')) return;
  all.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => { window.interactive = performance.now(); }));
}).observe(document, {childList: true, subtree: true});
window.longest = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration);
}).observe({type: 'longtask'});"""
# from the press of Enter until the new bracket is on the screen, and until the workbench has said that it is stored
APPLY = """() => new Promise((done, fail) => {
  setTimeout(() => fail(new Error('nothing was applied')), 10000);
  const before = document.querySelectorAll('.bracket').length, plain = window.fetch, took = {};
  const end = () => { if (took.shown && took.stored) { window.fetch = plain; done(took); } };
  let start = 0;
  window.fetch = async (...given) => {
    const answer = await plain(...given);
    if (String(given[0]).includes('/apply')) { took.stored = performance.now() - start; end(); }
    return answer;
  };
  new MutationObserver((_, all) => {
    if (document.querySelectorAll('.bracket').length <= before) return;
    all.disconnect();
    requestAnimationFrame(() => { took.shown = performance.now() - start; setTimeout(end); });
  }).observe(document.getElementById('margin'), {childList: true, subtree: true});
  const field = document.querySelector('.coder-palette input');
  start = performance.now();
  field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', code: 'Enter', bubbles: true, cancelable: true}));
})"""


@dataclass(frozen=True, slots=True)
class Waited:
    """One thing waited for: its limit and what several runs took, in milliseconds or kilobytes."""

    what: str
    limit: float
    least: float
    median: float
    unit: str = "ms"

    @property
    def is_kept(self) -> bool:
        """Tell whether the run least disturbed stays under the limit."""
        return self.least < self.limit


def waited(studies: Studies, *, runs: int) -> Iterator[Waited]:
    """Measure everything promised of the workbench."""
    dense = _dense(studies.folder / "dense")
    yield _line("first start of the workbench", 1500, [_start(dense) for _ in range(runs)])
    with browser() as started:
        with served(dense) as workbench:
            opened = [_open(started, workbench) for _ in range(runs)]
            yield _line("opening 20,000 characters with 300 codings", 300, opened)
            applied = [_apply(entered(started, workbench), workbench) for _ in range(runs)]
            yield _line("a code applied is shown", 50, [shown for shown, _ in applied])
            yield _line("a code applied is stored", 100, [stored for _, stored in applied])
            scrolled = [_scroll(entered(started, workbench), workbench) for _ in range(runs)]
            yield _line("longest task while scrolling", 50, scrolled)
        with served(studies.coded) as workbench:
            page = entered(started, workbench)
            for place in places():
                yield _line(f"{place}, large study", 500, [_page(page, workbench.at(place)) for _ in range(runs)])
    size, page_name = max((_script_size(name), name) for name in _pages())
    yield Waited(f"largest script of a page, compressed ({page_name})", 150, size, size, "kB")


def waited_table(lines: Sequence[Waited]) -> str:
    """Return the table in Markdown."""
    rows = ["| workbench | limit | least | median | kept |", "|---|---:|---:|---:|---|"]
    for line in lines:
        kept = "yes" if line.is_kept else "NO"
        rows.append(f"| {line.what} | {line.limit:.0f} {line.unit} | {line.least:.0f} | {line.median:.0f} | {kept} |")
    return "\n".join(rows)


def _line(what: str, limit: float, took: Sequence[float]) -> Waited:
    return Waited(what, limit, min(took), median(took))


def _dense(folder: Path) -> Path:
    """Make a study of one transcript with many overlapping codings."""
    path = folder / "dense.kangni"
    if not path.exists():
        made = write_files(folder, DENSE)
        with kangni.new(path) as study:
            study.bring_in([made.codebook])
            study.bring_in([made.interviews, made.participants])
            study.bring_in([made.codings])
    return path


def _start(study: Path) -> float:
    """Start a workbench and return how long it took until it answered for the first time."""
    start = time.perf_counter()
    with served(study) as workbench, urlopen(workbench.enter) as answer:  # noqa: S310 - our own address
        answer.read()
        return (time.perf_counter() - start) * 1000


def _in_room(page: Page, workbench: Workbench) -> float:
    page.add_init_script(INTERACTIVE)
    page.goto(workbench.at(ROOM))
    page.wait_for_function("window.interactive")
    return float(page.evaluate("window.interactive"))


def _open(started: Browser, workbench: Workbench) -> float:
    page = entered(started, workbench)
    took = _in_room(page, workbench)
    page.context.close()
    return took


def _apply(page: Page, workbench: Workbench) -> tuple[float, float]:
    """Return after how long a code was shown, and stored; it is taken back."""
    _in_room(page, workbench)
    for key in ("j", "s", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector(".coder-palette li")
    took = page.evaluate(APPLY)
    page.keyboard.press("u")
    page.wait_for_timeout(300)
    page.context.close()
    return took["shown"], took["stored"]


def _scroll(page: Page, workbench: Workbench) -> float:
    """Scroll through the transcript and return the longest task; those under 50 ms are not told by the browser."""
    _in_room(page, workbench)
    page.wait_for_timeout(500)
    page.evaluate("window.longest = 0")
    page.mouse.move(600, 400)
    for _ in range(40):
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(16)
    page.wait_for_timeout(200)
    took = float(page.evaluate("window.longest"))
    page.context.close()
    return took


def _page(page: Page, address: str) -> float:
    page.goto(address, wait_until="load")
    return float(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventStart"))


def _pages() -> tuple[str, ...]:
    built = files("kangni.web") / "static" / "build"
    return tuple(
        file.name for file in built.iterdir() if file.name.endswith(".js") and not file.name.startswith("chunk-")
    )


def _script_size(name: str) -> float:
    """Return the kilobytes of a page's own script with what it imports, and of the script every page has."""
    built = files("kangni.web") / "static" / "build"
    wanted, seen = [name, "page.js"], set[str]()

    def read(each: str) -> bytes:
        return (built / each).read_bytes()

    while wanted:
        each = wanted.pop()
        if each not in seen:
            seen.add(each)
            wanted += re.findall(r'"\./([\w-]+\.js)"', read(each).decode())
    return sum(len(gzip.compress(read(each))) for each in seen) / 1000
