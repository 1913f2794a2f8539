"""Kangni 抗逆: from interviews to a tested picture of how people keep their footing at work.

>>> import kangni
>>> study = kangni.open("work.kangni")  # doctest: +SKIP
>>> study.factors().to_frame()  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kangni.study import Study, agreement_of_table, examine, make_demo, new, plan_agreement, scales
    from kangni.study import open_study as open  # noqa: A004 - kangni.open, as in the README

__all__ = ["Study", "agreement_of_table", "examine", "make_demo", "new", "open", "plan_agreement", "scales"]


def __getattr__(name: str) -> Any:
    # Lazy, so that `kangni --help` loads neither numpy nor a database.
    if name not in __all__:
        message = f"module 'kangni' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module("kangni.study"), "open_study" if name == "open" else name)
