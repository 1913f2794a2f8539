from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import get_args

import click
import pytest
from docs.generate import FOLDER, PAGES
from docs.generate_commands import command
from tests.docs.pages import ROOT, Block, anchors, blocks, commands, how_tos, links, pages

from kangni.cli.main import COMMANDS, EXIT_CODES
from kangni.study.explaining import Analysis

METHODS = {
    "factor": "factors.md",
    "contention": "factors.md",
    "agreement": "agreement.md",
    "saturation": "saturation.md",
    "cooccurrence": "cooccurrence.md",
    "process": "process.md",
    "map": "map.md",
    "loop": "loops.md",
    "press": "press.md",
    "balance": "balance.md",
    "advice": "advice.md",
}
# Methods that need more than a study to be asked.
MORE_METHODS = ("comparison.md", "fuzzy.md", "scales.md")
# What every page on a method says, in this order.
METHOD_HEADINGS = ["Question", "What is counted", "Formulas", "Settings", "Undefined", "Held to", "Limits"]
# The words of the project with their Chinese: one word a thing, here and in the interface.
WORDS = {
    "Study": "研究",
    "Participant": "受访者",
    "Document": "文本",
    "Turn": "话轮",
    "Span": "片段",
    "Framework": "理论框架",
    "Code": "编码",
    "Coding": "标注",
    "Voice": "声音",
    "Stance": "立场",
    "Time": "当时／现在",
    "Coder": "编码者",
    "Factor": "因素",
    "Claim": "因果主张",
    "Episode": "应对过程",
    "Moment": "时刻",
    "Outcome": "结果",
    "Map": "因果图",
    "Press": "推动",
    "Scenario": "情景",
    "Lever": "着力点",
    "Suggestion": "提议",
    "Recommendation": "建议",
    "Memo": "备忘录",
    "Restriction": "限制",
    "Seen": "已读",
}


@pytest.mark.parametrize("page", PAGES)
def test_a_written_page_is_what_the_code_says(page: str) -> None:
    assert (FOLDER / page).read_text("utf-8") == PAGES[page](), f"docs/{page} is stale: run make docs"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_section(name: str) -> None:
    headings = re.findall(r"^### (.+)$", (FOLDER / "reference/commands.md").read_text("utf-8"), flags=re.MULTILINE)
    assert f"kangni {name}" in headings


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_used_in_the_tutorial_or_a_how_to(name: str) -> None:
    used = {shlex.split(line)[1] for page in how_tos() for _, line in _lines(page)}
    assert name in used


@pytest.mark.parametrize("analysis", get_args(Analysis))
def test_every_analysis_has_its_page(analysis: str) -> None:
    assert (FOLDER / "methods" / METHODS[analysis]).is_file()


@pytest.mark.parametrize("page", sorted({*METHODS.values(), *MORE_METHODS}))
def test_a_page_on_a_method_says_what_is_asked_counted_and_not_known(page: str) -> None:
    headings = re.findall(r"^## (.+)$", (FOLDER / "methods" / page).read_text("utf-8"), flags=re.MULTILINE)
    assert [heading for heading in headings if heading in METHOD_HEADINGS] == METHOD_HEADINGS


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), f"{page.name} links to {link}"
        if anchor:
            assert anchor in anchors(target), f"{page.name} links to {link}"


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_line_can_be_typed(page: Path) -> None:
    for block, line in _lines(page):
        _, name, *arguments = shlex.split(line, comments=True)
        assert name in COMMANDS, f"{page.name}, line {block.line}: {line}"
        try:
            command(name).make_context(name, arguments)
        except click.UsageError as error:
            pytest.fail(f"{page.name}, line {block.line}: {line}: {error.format_message()}")


@pytest.mark.parametrize(("word", "chinese"), WORDS.items())
def test_the_glossary_has_every_word(word: str, chinese: str) -> None:
    assert f"**{word}** {chinese}" in (FOLDER / "glossary.md").read_text("utf-8")


def test_every_environment_variable_is_explained() -> None:
    sources = [*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("conftest.py")]
    named = {name for source in sources for name in re.findall(r"KANGNI_[A-Z]+", source.read_text("utf-8"))}
    page = (FOLDER / "reference/study-file.md").read_text("utf-8")
    assert {"KANGNI_CODER", "KANGNI_SHARED"} <= named
    assert [name for name in sorted(named) if f"`{name}`" not in page] == []


def test_every_exit_code_is_explained() -> None:
    page = (FOLDER / "reference/study-file.md").read_text("utf-8")
    assert [code for code, meaning in EXIT_CODES.items() if f"| {code} | {meaning} |" not in page] == []


def _lines(page: Path) -> list[tuple[Block, str]]:
    """Return the lines of a page's shell blocks, those that are only shown included, that call kangni."""
    shells = [block for block in blocks(page) if block.language in {"sh", "console"}]
    return [(block, line) for block in shells for line in commands(block) if line.startswith("kangni ")]
