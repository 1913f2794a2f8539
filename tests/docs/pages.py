"""Pages of the documentation as their fenced blocks, links and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ROOT", "Block", "anchors", "blocks", "commands", "how_tos", "links", "pages", "worked"]

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(?P<language>\S*) ?(?P<name>.*)$")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, the file it is said to be (or none), its text, and the line it begins on."""

    language: str
    name: str
    text: str
    line: int


def pages() -> list[Path]:
    """Return the readme and all pages of the documentation."""
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def how_tos() -> list[Path]:
    """Return the pages that can be followed line by line: the tutorial and the how-to pages."""
    return [ROOT / "docs/tutorial.md", *sorted((ROOT / "docs/how-to").glob("*.md"))]


def worked() -> list[Path]:
    """Return the pages on methods that have a worked example."""
    pages_of_methods = sorted((ROOT / "docs/methods").glob("*.md"))
    return [page for page in pages_of_methods if "worked-example" in anchors(page)]


def blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page."""
    found: list[Block] = []
    opened: tuple[str, str, int] | None = None
    inside: list[str] = []
    for number, line in enumerate(page.read_text("utf-8").splitlines(), start=1):
        fence = FENCE.match(line)
        if opened is not None and line == "```":
            found.append(Block(opened[0], opened[1], "\n".join(inside) + "\n", opened[2]))
            opened, inside = None, []
        elif opened is not None:
            inside.append(line)
        elif fence:
            opened = fence["language"], fence["name"], number
    assert opened is None, f"{page} has a block that does not end"
    return found


def commands(block: Block) -> list[str]:
    """Return the command lines of a block, those that go on after a backslash in one."""
    whole = block.text.replace("\\\n", " ")
    return [line.strip() for line in whole.splitlines() if line.strip()]


def links(page: Path) -> Iterator[str]:
    """Return where the links and pictures of a page lead to."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    yield from re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", text))


def anchors(page: Path) -> set[str]:
    """Return the names under which a page's headings can be linked to, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
