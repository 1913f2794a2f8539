from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real data, which the package does not ship."""
    folder = Path(os.environ.get("KANGNI_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("real data is not here: set KANGNI_SHARED to the folder that holds it")
    return folder
