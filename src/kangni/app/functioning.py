"""What functioning is made of: what the framework says, else one domain for each of its outcome indicators."""

from __future__ import annotations

from collections.abc import Iterable

from kangni.core.codebook import Code
from kangni.core.framework import Domain, Framework

__all__ = ["functioning_domains"]


def functioning_domains(framework: Framework, codes: Iterable[Code]) -> tuple[Domain, ...]:
    """Return the framework's functioning; by default a domain for each outcome indicator, signed by its polarity."""
    if framework.functioning:
        return framework.functioning
    by_handle = {code.handle: code for code in codes}
    indicators = [by_handle[handle] for handle in framework.outcome_indicators if handle in by_handle]
    return tuple(
        Domain(code.handle, code.name, {code.handle: framework.polarity(code.polarity).sign})
        for code in indicators
        if code.polarity is not None and framework.polarity(code.polarity).sign
    )
