"""The page of deeds knows every command, its Python face, and what only Python has."""

from __future__ import annotations

import inspect

from docs.generate_deeds import FACE, PYTHON_ONLY

import kangni
from kangni.cli.main import COMMANDS


def test_every_command_has_a_python_face() -> None:
    assert sorted(FACE) == sorted(COMMANDS)
    assert sorted(command for command, face in FACE.items() if not face) == ["open", "setting"]


def test_every_public_method_is_on_the_page() -> None:
    methods = {f"Study.{name}" for name, _ in inspect.getmembers(kangni.Study) if not name.startswith("_")}
    functions = {f"kangni.{name}" for name in kangni.__all__} - {"kangni.Study", "kangni.open"}
    assert methods | functions == {*filter(None, FACE.values()), *PYTHON_ONLY}


def test_every_public_method_says_what_it_does() -> None:
    silent = [name for name, thing in inspect.getmembers(kangni.Study) if name[0] != "_" and not inspect.getdoc(thing)]
    assert silent == []
