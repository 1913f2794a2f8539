"""Which language the command line speaks: KANGNI_LANGUAGE, else the saved setting, else the shell's locale."""

from __future__ import annotations

import os
import sys
from functools import cache

from kangni.language import Language, as_language, translations
from kangni.saved import saved

__all__ = ["_", "ngettext", "reading_language"]


@cache
def reading_language() -> Language:
    """Return the language of messages and help."""
    chosen = os.environ.get("KANGNI_LANGUAGE") or saved().get("language", "")
    if not chosen:
        chosen = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    if not chosen and sys.platform == "win32":
        import locale

        chosen = locale.getlocale()[0] or ""
    return as_language(chosen)


def _(message: str) -> str:
    """Return a message in the reader's language."""
    return translations(reading_language()).gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """Return the form of a message that fits `n`."""
    return translations(reading_language()).ngettext(one, many, n)
