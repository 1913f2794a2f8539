"""Starting the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.measures import Measure, measure
from benchmarks.promises.promise import Promise
from benchmarks.studies import Studies

__all__ = ["FACTORS_COMMAND", "STARTING"]

COMMAND = str(Path(sys.executable).with_name("kangni"))
EAGER = """
import sys
import click, jinja2, lxml.etree, msgspec, numba, numpy, openpyxl, scipy.special, scipy.sparse, sqlalchemy, yaml
from kangni.cli import main
main()
"""


def ours(_studies: Studies) -> Measure:
    """Ask for help."""
    return measure(lambda: _run(COMMAND, "--help"))


def factors_command(studies: Studies) -> Measure:
    """Ask for the factor table from the shell."""
    return measure(lambda: _run(COMMAND, "factors", str(studies.coded)))


def plain(_studies: Studies) -> Measure:
    """Ask for help of a command that loads its libraries when it starts."""
    return measure(lambda: _run(sys.executable, "-c", EAGER, "--help"))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


STARTING = Promise(
    "help",
    "kangni --help",
    0.3,
    ours,
    plain,
    "all libraries loaded at the start",
)
FACTORS_COMMAND = Promise("command", "kangni factors, the whole command", None, factors_command)
