"""What a person saved for all studies: who codes, which language, which studies were opened last."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from platformdirs import user_config_path

from kangni.core.errors import FileUnwritable

__all__ = ["acting_coder", "demo_path", "launch_path", "recent_studies", "remember_study", "save", "saved"]

MOST_RECENT = 12
NOBODY_NAMED = "me"  # never the operating system's user name: it would put a real name into a shared file


def saved() -> dict[str, str]:
    """Return the saved settings; none where the file is absent or broken."""
    try:
        found = json.loads(_file().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)}


def save(name: str, value: str) -> None:
    """Keep one setting.

    Raises
    ------
    FileUnwritable
        If the folder of settings cannot be made or written to.
    """
    from kangni.exchange.files import write_file

    with suppress(OSError):  # writing says what is wrong
        _file().parent.mkdir(parents=True, exist_ok=True)
    write_file(_file(), json.dumps({**saved(), name: value}, ensure_ascii=False, indent=2).encode())


def acting_coder(option: str | None) -> str:
    """Return who does the deed: the option, else KANGNI_CODER, else the saved setting, else "me"."""
    return option or os.environ.get("KANGNI_CODER") or saved().get("coder") or NOBODY_NAMED


def recent_studies() -> tuple[Path, ...]:
    """Return the studies opened last that are still there, the latest first."""
    paths = [Path(line) for line in saved().get("recent", "").split("\n") if line]
    return tuple(path for path in paths if path.is_file())


def remember_study(path: Path) -> None:
    """Put a study at the head of those opened last; nothing happens where settings cannot be kept."""
    known = [str(path.resolve()), *(str(other) for other in recent_studies() if other != path.resolve())]
    with suppress(FileUnwritable):
        save("recent", "\n".join(known[:MOST_RECENT]))


def demo_path() -> Path:
    """Return where the demo study of the workbench lies."""
    return _folder() / "demo.kangni"


def launch_path() -> Path:
    """Return where the page lies that leads a browser into the workbench."""
    return _folder() / "launch.html"


def _file() -> Path:
    return _folder() / "settings.json"


def _folder() -> Path:
    folder = os.environ.get("KANGNI_CONFIG")
    return Path(folder) if folder else user_config_path("kangni", appauthor=False)
