from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import kangni
from kangni.language import LANGUAGES, Language

MEMBERS = 20  # of each ensemble: these tests read words, not numbers


@pytest.fixture(scope="session")
def demo_report(demo_original: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Language], str]:
    """The demo study's report as readers outside the study get it, made once in each language."""
    folder = tmp_path_factory.mktemp("reports")
    with kangni.open(demo_original) as study:
        pages = {
            language: study.report(folder / f"{language}.html", language=language, members=MEMBERS)
            for language in LANGUAGES
        }
    return lambda language: pages[language].read_text(encoding="utf-8")
