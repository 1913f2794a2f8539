"""Opens the study that a command names, as the coder who acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kangni.saved import acting_coder

if TYPE_CHECKING:
    from kangni.study import Study

__all__ = ["opened"]


@contextmanager
def opened(path: Path, coder: str | None = None) -> Iterator[Study]:
    """Open a study for one command and close it afterwards."""
    from kangni.cli.language import reading_language
    from kangni.study import open_study

    with open_study(path, coder=acting_coder(coder), language=reading_language()) as study:
        yield study
