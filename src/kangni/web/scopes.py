"""What a participant can release, in words."""

from __future__ import annotations

from kangni.core.errors import N_
from kangni.core.people import Scope

__all__ = ["SCOPES"]

SCOPES = {
    Scope.ANALYSIS: N_("analysis of the words"),
    Scope.QUOTE: N_("quoting"),
    Scope.QUOTE_AFTER_REVIEW: N_("quoting after review"),
    Scope.SHARE: N_("sharing the material"),
    Scope.AI: N_("analysis by machines"),
    Scope.AUDIO: N_("sound recording"),
    Scope.RECONTACT: N_("being asked again"),
}
