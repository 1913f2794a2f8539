"""Folders in which databases get damaged: network shares and those that a service synchronises."""

from __future__ import annotations

from pathlib import Path

__all__ = ["shared_place"]

_SYNCHRONISED = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "icloud",
    "mobile documents",
    "nextcloud",
    "owncloud",
    "syncthing",
    "seafile",
    "baidusync",
    "nutstore",
    "坚果云",
    "百度网盘",
)
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smbfs", "smb3", "afs", "9p", "fuse.sshfs", "davfs", "fuse.rclone"})
_MOUNTS = Path("/proc/self/mounts")


def shared_place(path: Path) -> str:
    """Return the service or file system that shares the folder of a study, or an empty string."""
    whole = path.absolute()
    for part in whole.parent.parts:
        if any(name in part.casefold() for name in _SYNCHRONISED):
            return part
    if str(whole).startswith("\\\\"):
        return whole.drive
    system = _file_system(whole)
    return system if system in _NETWORK else ""


def _file_system(path: Path) -> str:
    """Return the type of the file system that holds a path, as far as this machine tells."""
    if not _MOUNTS.exists():
        return ""
    mounts = [line.split()[1:3] for line in _MOUNTS.read_text().splitlines()]
    holding = [(len(place), system) for place, system in mounts if path.is_relative_to(place)]
    return max(holding, default=(0, ""))[1]
