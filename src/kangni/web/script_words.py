"""The words that scripts say themselves, under the names by which they ask for them."""

from __future__ import annotations

from kangni.core.errors import N_
from kangni.language import Language, translations

__all__ = ["WORDS", "script_words"]

WORDS = {
    "find": N_("Find pages, codes, people, words"),
    "found": N_("What was found"),
    "undo": N_("Undo"),
    "unreachable": N_("The workbench does not answer. What you typed is kept; try again when it is back."),
}


def script_words(language: Language) -> dict[str, str]:
    """Return the words of scripts in one language."""
    return {name: translations(language).gettext(words) for name, words in WORDS.items()}
