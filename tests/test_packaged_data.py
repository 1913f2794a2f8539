from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

KUMPFER = ("framework.yaml", "codebook.csv", "guide.csv")
REFERENCE = ("scales.yaml", "checklists.csv", "reference_figures.csv")
DEMO_TABLES = (
    "README.md",
    "claims.csv",
    "codings.csv",
    "episodes.csv",
    "memos.csv",
    "participants.csv",
    "pii_planted.csv",
    "restrictions.csv",
    "suggestions.csv",
)
DEMO_INTERVIEWS = tuple(f"interviews/P{n:02}.{language}.txt" for n in range(1, 11) for language in ("zh", "en"))


def packaged(path: str) -> bytes:
    return resources.files("kangni").joinpath(path).read_bytes()


@pytest.mark.parametrize("name", KUMPFER)
def test_kumpfer_ships_with_the_bytes_of_its_source(shared: Path, name: str) -> None:
    assert packaged(f"frameworks/kumpfer/{name}") == (shared / "framework" / name).read_bytes()


def test_jdr_differs_from_its_source_by_the_name_of_its_codebook_only(shared: Path) -> None:
    source = (shared / "framework/jdr.yaml").read_bytes()

    assert packaged("frameworks/jdr/framework.yaml") == source.replace(b"jdr_codebook.csv", b"codebook.csv")
    assert packaged("frameworks/jdr/codebook.csv") == (shared / "framework/jdr_codebook.csv").read_bytes()


@pytest.mark.parametrize("name", REFERENCE)
def test_reference_data_ship_with_the_bytes_of_their_source(shared: Path, name: str) -> None:
    assert packaged(f"reference/{name}") == (shared / "framework" / name).read_bytes()


@pytest.mark.parametrize("name", DEMO_TABLES + DEMO_INTERVIEWS)
def test_the_demo_study_ships_with_the_bytes_of_its_source(shared: Path, name: str) -> None:
    assert packaged(f"demo/{name}") == (shared / "data/demo_study" / name).read_bytes()


def test_the_demo_folder_holds_nothing_else() -> None:
    demo = resources.files("kangni").joinpath("demo")

    files = sorted(entry.name for entry in demo.iterdir() if entry.is_file())
    interviews = sorted(f"interviews/{entry.name}" for entry in demo.joinpath("interviews").iterdir())

    assert files == sorted(DEMO_TABLES)
    assert interviews == sorted(DEMO_INTERVIEWS)
