"""One way of one promise in a process of its own, and what that took."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from benchmarks.large_study import Size
from benchmarks.measures import Measure, peak_memory
from benchmarks.promises import PROMISES
from benchmarks.studies import Studies, prepare

__all__ = ["Child", "Way", "in_child", "make_studies"]

Way = Literal["ours", "plain"]
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Child:
    """What one run measured, and the most memory that its process ever held."""

    took: Measure
    memory: int


def in_child(name: str, way: Way, studies: Studies) -> Child:
    """Do one way of the promise of that name in a fresh process."""
    answer = json.loads(_python(name, way, studies))
    return Child(Measure(**answer["took"]), answer["memory"])


def make_studies(folder: Path, size: Size) -> Studies:
    """Make the studies in a process of its own, whose memory and libraries are gone when anything is measured."""
    studies = Studies(folder, size)
    _python("", "prepare", studies)
    return studies


def _python(name: str, way: str, studies: Studies) -> str:
    size = json.dumps(asdict(studies.size))
    command = (sys.executable, "-m", "benchmarks.children", name, way, str(studies.folder), size)
    return subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout


def _main(name: str, way: str, folder: str, size: str) -> None:
    studies = Studies(Path(folder), Size(**json.loads(size)))
    if way == "prepare":
        prepare(studies.folder, studies.size)
        return
    promise = next(promise for promise in PROMISES if promise.name == name)
    job = promise.ours if way == "ours" else promise.plain
    assert job is not None  # the plain way is asked for where there is one
    took = job(studies)
    print(json.dumps(asdict(Child(took, peak_memory()))))


if __name__ == "__main__":
    _main(*sys.argv[1:])
