"""The deed that says whether a study's report tells of saturation."""

from __future__ import annotations

from dataclasses import replace

from kangni.core.bundle import StudySettings
from kangni.core.names import check_text
from kangni.core.ports import Writer

__all__ = ["tell_saturation"]


def tell_saturation(write: Writer, *, told: bool, reason: str = "") -> StudySettings:
    """Let the report tell of saturation or keep silent about it, and keep the reason, which the report then gives."""
    check_text("reason", reason)
    settings = replace(write.settings(), saturation=told, saturation_reason=reason.strip())
    write.set_settings(settings)
    return settings
