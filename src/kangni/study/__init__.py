"""The Python face: opening a study, its deeds, and results that open to words, frames and figures."""

from kangni.study.opening import examine, framework_losses, make_demo, new, open_study, plan_agreement, scales
from kangni.study.shown import Shown, ShownMap
from kangni.study.study import Study
from kangni.study.tables import agreement_of_table

__all__ = [
    "Shown",
    "ShownMap",
    "Study",
    "agreement_of_table",
    "examine",
    "framework_losses",
    "make_demo",
    "new",
    "open_study",
    "plan_agreement",
    "scales",
]
