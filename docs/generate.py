"""Writes the reference pages that are read off the code: `make docs`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

os.environ["KANGNI_LANGUAGE"] = "en"  # help is put into words at import

from docs.generate_commands import commands_page
from docs.generate_deeds import deeds_page
from docs.generate_python import python_page

from kangni.exchange.tables.dictionary import data_dictionary

__all__ = ["FOLDER", "PAGES"]

FOLDER = Path(__file__).parent
PAGES: dict[str, Callable[[], str]] = {
    "reference/commands.md": commands_page,
    "reference/deeds.md": deeds_page,
    "reference/python.md": python_page,
    "reference/tables.md": data_dictionary,
}

if __name__ == "__main__":
    for page, write in PAGES.items():
        (FOLDER / page).write_text(write(), "utf-8")
