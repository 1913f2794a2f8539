"""The Chinese catalogue: nothing that a report can say is left in English, and no fact gets lost on the way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

SOURCE = Path(__file__).parent.parent.parent / "src" / "kangni"
CATALOGUE = SOURCE / "locale" / "zh_CN" / "LC_MESSAGES" / "messages.po"
# what speaks in a report: its own sentences, and the cautions, settings and reasons of what it reports
ROOMS = ("reports", "results", "methods", "app")
KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "Setting": (1,), "Undefined": (1,), "ngettext": (1, 2)}


def messages(room: str) -> set[str]:
    found = extract_from_dir(
        SOURCE / room,
        method_map=[("**.py", "python"), ("**.html", "jinja2")],
        options_map={"**.html": {"newstyle_gettext": "true"}},
        keywords=KEYWORDS,
    )
    ids = {message if isinstance(message, str) else message[0] for _file, _line, message, _comments, _context in found}
    return {message for message in ids if message}


def translated() -> dict[str, str]:
    return {first(message.id): first(message.string) for message in catalogue() if message.id}


def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_CN")


def first(forms: str | Sequence[str] | None) -> str:
    """A message, or the first of its forms: Chinese has one for all numbers."""
    return forms if isinstance(forms, str) else (forms or [""])[0]


@pytest.mark.parametrize("room", ROOMS)
def test_every_message_is_translated(room: str) -> None:
    chinese = translated()

    assert sorted(message for message in messages(room) if not chinese.get(message)) == []


def test_translations_keep_every_fact() -> None:
    faults = {str(message.id): list(map(str, found)) for message, found in catalogue().check()}

    assert faults == {}


def test_translations_use_full_width_punctuation_between_chinese_words() -> None:
    words = "一-鿿"

    faulty = [text for text in translated().values() if re.search(f"[{words}][,;!?][{words}]|[{words}]\\.$", text)]
    assert faulty == []
