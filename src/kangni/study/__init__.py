"""The Python face: opening a study, its deeds, and results that open to words, frames and figures."""

from kangni.study.shown import Shown
from kangni.study.study import Study, new, open_study

__all__ = ["Shown", "Study", "new", "open_study"]
