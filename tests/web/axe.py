"""Asks axe-core what is wrong with a page."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page

__all__ = ["violations"]

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"


def violations(page: Page) -> list[str]:
    """Return what axe finds, with the first places of each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))  # evaluated, not added as a script: the page's rules forbid that
    found = page.evaluate(f"axe.run({{runOnly: {RULES}}})")
    return [
        f"{item['id']}: {json.dumps([node['target'] for node in item['nodes'][:3]])}" for item in found["violations"]
    ]
