from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import kangni
from kangni.language import LANGUAGES, Language

MEMBERS = 20  # of each ensemble: these tests read words, not numbers


@pytest.fixture(scope="session")
def demo_report(demo_original: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Language], str]:
    """The demo study's report as readers outside get it, with groups and a scale, made once in each language."""
    folder = tmp_path_factory.mktemp("reports")
    answers = [f"P{person:02},2025," + ",".join(["2", "3"] * 7 + [str(1 + person % 4), "2"]) for person in range(1, 11)]
    answers += [f"P{person:02},2026," + ",".join(["3", "3"] * 8) for person in (1, 2)]
    (folder / "olbi.csv").write_text("\n".join([f"participant,wave,{','.join(map(str, range(1, 17)))}", *answers]))
    with kangni.open(shutil.copy(demo_original, folder / "demo.kangni"), coder="me") as study:
        study.keep_scores(study.score_scale(folder / "olbi.csv", scale="OLBI", anchor="agree_is_1", coding="1-4"))
        pages = {
            language: study.report(folder / f"{language}.html", language=language, members=MEMBERS, by="role")
            for language in LANGUAGES
        }
    return lambda language: pages[language].read_text(encoding="utf-8")
