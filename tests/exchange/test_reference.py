from __future__ import annotations

from kangni.exchange.reference import packaged_figures
from kangni.exchange.scales import packaged_scales


def test_figures_keep_their_metric_source_and_caution() -> None:
    figures = {figure.id: figure for figure in packaged_figures()}
    assert len(figures) == 33
    stss = figures["R20"]
    assert (stss.scale, stss.metric, stss.value, stss.deviation, stss.n) == ("STSS", "raw_sum", 33.17, 12.68, 213)
    assert figures["R18"].n is None
    assert figures["R12"].low == 27
    assert figures["R22"].metric == "unclear"


def test_scales_that_figures_name_are_packaged() -> None:
    known = {scale.id for scale in packaged_scales().library.scales}
    assert {figure.scale for figure in packaged_figures() if figure.scale} <= known
