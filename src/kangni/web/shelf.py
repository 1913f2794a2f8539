"""The studies that this workbench has open, each under the short key that stands in addresses."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

from kangni.language import Language
from kangni.results.overview import Overview
from kangni.saved import demo_path, remember_study
from kangni.study import Study, make_demo, open_study
from kangni.web.dropped import Drops
from kangni.web.runs import Runs

__all__ = ["Cover", "Shelf", "StudyNotOpen", "key_of"]


class StudyNotOpen(Exception):
    """No study is open under this key."""


@dataclass(frozen=True, slots=True)
class Cover:
    """One study on the home page; what stands in it is known only while it is open."""

    key: str
    path: Path
    changed: datetime
    overview: Overview | None


class Shelf:
    """Opens studies once and hands them out to whoever asks."""

    def __init__(self, *, coder: str, language: Language) -> None:
        self.coder = coder
        self.language = language
        self.runs = Runs()
        self.drops = Drops()
        self._open: dict[str, Study] = {}
        self._lock = Lock()

    def open(self, path: Path) -> str:
        """Open a study, or find it open, and return its key.

        Raises
        ------
        KangniError
            What opening a study raises; the shelf stays as it is.
        """
        path = path.resolve()
        key = key_of(path)
        with self._lock:
            if key not in self._open:
                self._open[key] = open_study(path, coder=self.coder, language=self.language)
        return key

    def take(self, key: str, *, coder: str, language: Language) -> Study:
        """Return the study under a key as one person uses it.

        Raises
        ------
        StudyNotOpen
        """
        with self._lock:
            if key not in self._open:
                raise StudyNotOpen(key)
            return self._open[key].acting(coder, language=language)

    def others(self, key: str) -> tuple[tuple[str, str], ...]:
        """Return key and name of the other studies that are open."""
        with self._lock:
            opened = [(other, study) for other, study in self._open.items() if other != key]
        found = []
        for other, study in opened:
            with study.read() as read:
                found.append((other, read.settings().name))
        return tuple(found)

    def open_demo(self) -> str:
        """Open the demo study in the folder of settings, made on first use, and return its key."""
        path = demo_path()
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            make_demo(path, language=self.language).close()
        remember_study(path)
        return self.open(path)

    def covers(self, recent: Sequence[Path]) -> tuple[Cover, ...]:
        """Return what the home page says of the studies that are open and of those opened last."""
        with self._lock:
            opened = {key: study.path for key, study in self._open.items()}
        paths = dict.fromkeys([*opened.values(), *(path.resolve() for path in recent)])
        return tuple(self._cover(path) for path in paths)

    def path_of(self, key: str, recent: Sequence[Path]) -> Path | None:
        """Return which of some studies has this key."""
        return next((path for path in recent if key_of(path.resolve()) == key), None)

    def _cover(self, path: Path) -> Cover:
        key = key_of(path)
        with self._lock:
            study = self._open.get(key)
        found = study.overview().result if study is not None else None
        return Cover(key, path, datetime.fromtimestamp(path.stat().st_mtime).astimezone(), found)

    def close(self) -> None:
        """End all long work, remove what was dropped and not taken, and close all studies."""
        self.runs.close()
        self.drops.close()
        with self._lock:
            for study in self._open.values():
                study.close()
            self._open.clear()


def key_of(path: Path) -> str:
    """Return the key of a study: the same for the same place, so that an address opens it again after a restart."""
    return hashlib.sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()[:10]
