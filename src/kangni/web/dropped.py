"""Files that somebody dropped on a page and has not yet accepted or refused, in a folder of this account alone."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from kangni.core.errors import HandleInvalid, NothingDropped
from kangni.web.reading import Upload

__all__ = ["Dropped", "Drops"]

MOST = 8  # drops that wait at a time; the oldest goes
LONGEST_NAME = 120  # characters of one part of a path
_UNUSABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class Dropped:
    """One drop: its files, and whether it was accepted already."""

    def __init__(self, key: str, study: str, folder: Path, files: Sequence[Path]) -> None:
        self.key = key
        self.study = study
        self.folder = folder
        self.files = tuple(files)
        self._lock = Lock()
        self._is_taken = False

    @property
    def paths(self) -> list[Path]:
        """Return what to bring in: the one file, or the folder in which several lie."""
        return list(self.files) if len(self.files) == 1 else [self.folder]

    @property
    def size(self) -> int:
        """Return the bytes of all files."""
        return sum(file.stat().st_size for file in self.files)

    def name(self, words: str) -> str:
        """Return a sentence without the place where the files wait, which is nobody's concern."""
        return words.replace(f"{self.folder}/", "").replace(str(self.folder), "")

    @contextmanager
    def taking(self) -> Iterator[bool]:
        """Hold the drop while it is brought in; tells whether that is still to do. An error leaves it as it was."""
        with self._lock:
            is_first = not self._is_taken
            yield is_first
            self._is_taken = True


class Drops:
    """All drops of a workbench; they end with it."""

    def __init__(self) -> None:
        self._place: TemporaryDirectory[str] | None = None
        self._waiting: dict[str, Dropped] = {}
        self._lock = Lock()

    def keep(self, study: str, uploads: Sequence[Upload]) -> Dropped:
        """Write files apart, each under the path that its sender gave it, and return them as one drop.

        Raises
        ------
        NothingDropped
            Where no file came.
        HandleInvalid
            For a name that could not be typed or shown; then nothing is kept.
        """
        if not uploads:
            raise NothingDropped
        with ExitStack() as opened:
            for upload in uploads:
                opened.enter_context(closing(upload.content))
            return self._keep(study, uploads)

    def _keep(self, study: str, uploads: Sequence[Upload]) -> Dropped:
        names = [_parts(upload.name) for upload in uploads]
        key = secrets.token_hex(8)
        folder = self._folder() / key
        folder.mkdir(mode=0o700)
        files = []
        for parts, upload in zip(names, uploads, strict=True):
            file = _free(folder.joinpath(*parts))
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("xb") as target:
                shutil.copyfileobj(upload.content, target)
            files.append(file)
        drop = Dropped(key, study, folder, files)
        with self._lock:
            self._waiting[key] = drop
            old = list(self._waiting)[:-MOST]
        for each in old:
            self.forget(each)
        return drop

    def find(self, key: str, study: str) -> Dropped:
        """Return a drop that waits for its study.

        Raises
        ------
        NothingDropped
            Where it was refused, taken, or pushed out by later ones.
        """
        with self._lock:
            drop = self._waiting.get(key)
        if drop is None or drop.study != study:
            raise NothingDropped
        return drop

    def forget(self, key: str) -> None:
        """Remove a drop and its files."""
        with self._lock:
            drop = self._waiting.pop(key, None)
        if drop is not None:
            shutil.rmtree(drop.folder, ignore_errors=True)

    def close(self) -> None:
        """Remove everything."""
        with self._lock:
            self._waiting.clear()
            if self._place is not None:
                self._place.cleanup()
                self._place = None

    def _folder(self) -> Path:
        with self._lock:
            if self._place is None:
                self._place = TemporaryDirectory(prefix="kangni-", ignore_cleanup_errors=True)
            return Path(self._place.name)


def _parts(name: str) -> list[str]:
    """Return the parts of a path as it is written below our folder; nothing leads out of it."""
    parts = [part for part in re.split(r"[/\\]", name) if part not in {"", ".", ".."}]
    if not parts or _UNUSABLE.search(name) or any(len(part.encode()) > LONGEST_NAME * 2 for part in parts):
        raise HandleInvalid("file", ascii(name)[1:-1][:LONGEST_NAME])
    return parts


def _free(file: Path) -> Path:
    """Return a path at which nothing lies; two files of one name are both kept."""
    number, free = 2, file
    while free.exists():
        free = file.with_name(f"{file.stem} ({number}){file.suffix}")
        number += 1
    return free
