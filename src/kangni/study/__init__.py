"""The Python face: opening a study, its deeds, and results that open to words, frames and figures."""

from kangni.study.opening import examine, framework_losses, make_demo, new, open_study, plan_agreement, scales
from kangni.study.shown import Shown, ShownMap
from kangni.study.study import Study

__all__ = [
    "Shown",
    "ShownMap",
    "Study",
    "examine",
    "framework_losses",
    "make_demo",
    "new",
    "open_study",
    "plan_agreement",
    "scales",
]
