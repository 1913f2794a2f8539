from __future__ import annotations

from datetime import date

import pytest

from kangni.core.undefined import Undefined
from kangni.language import Language
from kangni.reports.findings import Findings
from kangni.reports.wording import DASH, Wording, shown_digits


def words_of(findings: Findings, language: Language = "en") -> Wording:
    return Wording(findings.codebook, findings.framework, language=language)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.7196, "0.72"), (0.0466, "0.047"), (2.083922, "2.1"), (33.4, "33"), (0.0, "0"), (-1.5, "−1.5"), (0.999, "1.00")],
)
def test_numbers_have_two_meaningful_digits_and_a_real_minus(value: float, shown: str) -> None:
    assert shown_digits(value) == shown


def test_effects_show_their_sign() -> None:
    assert [shown_digits(value, signed=True) for value in (3.26, -0.5, 0.0)] == ["+3.3", "−0.50", "0"]


def test_what_is_undefined_is_a_dash(bare_findings: Findings) -> None:
    assert words_of(bare_findings).number(Undefined("rare code")) == DASH


def test_terms_alike_in_two_kinds_keep_the_name_of_their_kind(bare_findings: Findings) -> None:
    wording = words_of(bare_findings, "zh")

    assert wording.stance("holds") == "认同"
    assert wording.fact("holds") == "认同"  # and not the part of a simulation that is called so


def test_facts_of_settings_are_put_into_words(bare_findings: Findings) -> None:
    wording = words_of(bare_findings, "zh")

    facts = [True, 0.05, "any", "own; holds", date(2026, 5, 3), "sign x strength / 3"]
    assert [wording.fact(fact) for fact in facts] == [
        "是", "0.050", "任一编码者", "自己、认同", "2026 年 5 月 3 日", "符号 × 强度 ÷ 3",
    ]  # fmt: skip


def test_a_code_without_a_name_is_called_by_its_handle(bare_findings: Findings) -> None:
    wording = words_of(bare_findings)

    assert wording.code("LOAD") == "Load"
    assert wording.code("V.001") == "V.001"
