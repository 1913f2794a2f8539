"""The page of deeds says what the code has: every command, its Python face, and what only Python has."""

from __future__ import annotations

import importlib.util
import inspect
from pathlib import Path
from types import ModuleType

import pytest

import kangni
from kangni.cli.main import COMMANDS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def deeds() -> ModuleType:
    spec = importlib.util.spec_from_file_location("deeds", DOCS / "deeds.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_its_script_writes(deeds: ModuleType) -> None:
    assert (DOCS / "reference" / "deeds.md").read_text("utf-8") == deeds.page(), "run: python docs/deeds.py"


def test_every_command_has_a_python_face(deeds: ModuleType) -> None:
    assert sorted(deeds.FACE) == sorted(COMMANDS)
    assert [command for command, face in deeds.FACE.items() if not face] == ["setting"]


def test_every_public_method_is_on_the_page(deeds: ModuleType) -> None:
    methods = {f"Study.{name}" for name, _ in inspect.getmembers(kangni.Study) if not name.startswith("_")}
    functions = {f"kangni.{name}" for name in kangni.__all__} - {"kangni.Study", "kangni.open"}
    assert methods | functions == {*filter(None, deeds.FACE.values()), *deeds.ALSO.values(), *deeds.PYTHON_ONLY}


def test_every_public_method_says_what_it_does() -> None:
    silent = [name for name, thing in inspect.getmembers(kangni.Study) if name[0] != "_" and not inspect.getdoc(thing)]
    assert silent == []
