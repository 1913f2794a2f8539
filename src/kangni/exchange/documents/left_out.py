"""What the files of word processors hold and a text does not, in words."""

from __future__ import annotations

from kangni.core.errors import N_

__all__ = [
    "COMMENTS",
    "DELETED",
    "EXTERNAL",
    "FORMULAS",
    "HEADERS",
    "HIDDEN",
    "IMPORTED",
    "INSERTED",
    "LOST_NOTES",
    "MACROS",
    "NEWLY",
    "NUMBERS",
    "PICTURES",
    "PROPERTIES",
    "RUBY",
    "SYMBOLS",
    "TEXT_BOXES",
    "UNDONE",
]

DELETED = N_("words deleted with tracked changes")
NEWLY = N_("words inserted with tracked changes")
HIDDEN = N_("hidden text")
COMMENTS = N_("comments; --comments memo makes memos of them")
LOST_NOTES = N_("footnotes and endnotes that the file refers to and does not hold")
PICTURES = N_("pictures, drawings and embedded objects")
TEXT_BOXES = N_("text boxes")
FORMULAS = N_("formulas")
SYMBOLS = N_("characters of symbol fonts")
NUMBERS = N_("automatic numbers and bullets of lists")
RUBY = N_("reading aids above characters")
PROPERTIES = N_("properties of the file: author, dates")
IMPORTED = N_("other files embedded as text")

INSERTED = N_(
    "{file}: holds tracked changes: inserted words were kept, deleted ones left out; --changes reject does the opposite"
)
UNDONE = N_("{file}: holds tracked changes: deleted words were kept, inserted ones left out, as --changes reject asked")
HEADERS = N_("{file}: has headers or footers, which are no part of the text")
EXTERNAL = N_("{file}: points to {count} addresses outside the file; nothing was fetched")
MACROS = N_("{file}: holds macros, which were ignored")
