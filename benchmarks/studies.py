"""Where a benchmark finds the files and studies that it works on."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from benchmarks.large_study import TINY, Files, Size, write_files

import kangni

__all__ = ["Studies", "prepare"]


@dataclass(frozen=True, slots=True)
class Studies:
    """One study in four states, each in a file of its own, and the files that it is made from."""

    folder: Path
    size: Size

    @property
    def files(self) -> Files:
        """Return the files that a study is made from."""
        return Files(
            *(
                self.folder / name
                for name in ("interviews", "participants.csv", "codebook.csv", "codings.csv", "more_codings.csv")
            )
        )

    @property
    def empty(self) -> Path:
        """Return the study with the codebook alone."""
        return self.folder / "empty.kangni"

    @property
    def uncoded(self) -> Path:
        """Return the study with codebook, transcripts and participants."""
        return self.folder / "uncoded.kangni"

    @property
    def coded(self) -> Path:
        """Return the whole study."""
        return self.folder / "coded.kangni"

    @property
    def coded_by_four(self) -> Path:
        """Return the whole study with the codings of two more coders."""
        return self.folder / "coded by four.kangni"

    @property
    def small(self) -> Path:
        """Return a whole study of tiny size, asked before the clock runs so that all libraries are loaded."""
        return self.folder / "small" / "coded.kangni"

    def scratch(self, study: Path) -> Path:
        """Return a fresh copy of a study that a run may change, wholly on disk."""
        copy = self.folder / "scratch.kangni"
        shutil.rmtree(self.folder / "scratch.kangni.backups", ignore_errors=True)
        shutil.copyfile(study, copy)
        with copy.open("rb+") as file:
            os.fsync(file.fileno())
        return copy


def prepare(folder: Path, size: Size) -> Studies:
    """Write the files and make the study in its four states, and a small one beside it."""
    _make(Studies(folder / "small", TINY))
    studies = Studies(folder, size)
    _make(studies)
    return studies


def _make(studies: Studies) -> None:
    write_files(studies.folder, studies.size)
    with kangni.new(studies.empty) as study:
        study.bring_in([studies.files.codebook])
    shutil.copyfile(studies.empty, studies.uncoded)
    with kangni.open(studies.uncoded) as study:
        study.bring_in([studies.files.interviews, studies.files.participants])
    shutil.copyfile(studies.uncoded, studies.coded)
    with kangni.open(studies.coded) as study:
        study.bring_in([studies.files.codings])
    shutil.copyfile(studies.coded, studies.coded_by_four)
    with kangni.open(studies.coded_by_four) as study:
        study.bring_in([studies.files.more_codings])
