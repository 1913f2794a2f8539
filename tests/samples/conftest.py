from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def sample(shared: Path) -> Callable[[str], Path]:
    """Return the folder of one of the real data sets, which the package does not ship."""

    def folder(name: str) -> Path:
        path = shared / "data" / name
        if not path.is_dir():
            pytest.skip(f"the data set {name} is not in the folder that KANGNI_SHARED names")
        return path

    return folder
