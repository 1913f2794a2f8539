"""Asking an open study a question for the first time, with the program's libraries loaded by asking a small one."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.measures import Measure, measure
from benchmarks.studies import Studies

import kangni
from kangni import Study

__all__ = ["asked"]


def asked(studies: Studies, question: Callable[[Study], object], *, coded_by_four: bool = False) -> Measure:
    """Measure how long the whole study takes to answer; nothing of it has been read before."""
    with kangni.open(studies.small) as study:
        question(study)
    with kangni.open(studies.coded_by_four if coded_by_four else studies.coded) as study:
        return measure(lambda: question(study))
