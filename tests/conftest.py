from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Messages in English, and nobody's own settings, wherever the tests run; help texts are put into words at import.
os.environ["KANGNI_LANGUAGE"] = "en"
os.environ["KANGNI_CONFIG"] = str(ROOT / "tests" / "nobody's settings")
os.environ.pop("KANGNI_CODER", None)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real data, which the package does not ship."""
    folder = Path(os.environ.get("KANGNI_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("real data is not here: set KANGNI_SHARED to the folder that holds it")
    return folder


@pytest.fixture(scope="session")
def demo_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo study, made once; tests that change something take `demo_file`."""
    import kangni

    path = tmp_path_factory.mktemp("demo") / "demo.kangni"
    kangni.make_demo(path).close()
    return path


@pytest.fixture
def demo_file(demo_original: Path, tmp_path: Path) -> Path:
    """A copy of the demo study of one's own, in an empty folder."""
    return Path(shutil.copy(demo_original, tmp_path / "work.kangni"))
