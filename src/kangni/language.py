"""The languages of the interface: which there are, and the catalogue of each."""

from __future__ import annotations

import gettext
import os
from importlib.resources import as_file, files
from typing import Literal

__all__ = ["LANGUAGES", "Language", "as_language", "list_words", "speak", "translations"]

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")
_FOLDER = {"en": "en", "zh": "zh_CN"}


def as_language(tag: str) -> Language:
    """Return the interface language nearest to a tag such as `zh-CN` or `en_GB.UTF-8`; English where none is near."""
    return "zh" if tag.lower().startswith("zh") else "en"


def translations(language: Language) -> gettext.NullTranslations:
    """Return the catalogue of a language; message ids are English, so English needs none."""
    if language == "en":
        return gettext.NullTranslations()
    with as_file(files("kangni") / "locale") as folder:
        return gettext.translation("messages", folder, languages=[_FOLDER[language]], fallback=True)


def list_words(words: list[str], language: Language) -> str:
    """Join words as a list in running text."""
    return ("、" if language == "zh" else ", ").join(words)


def speak(language: Language) -> None:
    """Let libraries that ask gettext themselves, such as click, find their words in our catalogue."""
    with as_file(files("kangni") / "locale") as folder:
        gettext.bindtextdomain("messages", str(folder))
    os.environ["LANGUAGE"] = _FOLDER[language]
