from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from kangni.core.bundle import StudySettings
from kangni.language import LANGUAGES, Language
from kangni.reports.findings import Findings
from kangni.reports.html import render
from kangni.results.factors import FactorTable
from kangni.results.process import Process
from kangni.results.quotes import Quote


def text_of(page: str) -> str:
    return " ".join("".join(map(str, html.fromstring(page).itertext())).split())


def quote(participant: str, words: str, withheld: str = "") -> Quote:
    return Quote(
        participant=participant, document=f"{participant}.zh", turn=4, start=0, end=9, words="" if withheld else words,
        withheld=withheld, coders=("A",), code="LOAD",
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_without_material_becomes_a_chapter_that_says_so(bare_findings: Findings, language: Language) -> None:
    page = text_of(render(replace(bare_findings, language=language)))

    sentence = {
        "en": "The map has nothing to work on: it needs claims by participants whose consent covers analysis.",
        "zh": "因果图没有可用的材料：它需要同意分析的受访者所作的因果主张。",
    }
    assert page.count(sentence[language]) == 8  # factors, agreement, saturation, process, map, loops, balance, advice


def test_agreement_switched_off_leaves_no_chapter_and_no_coefficient(bare_findings: Findings) -> None:
    settings = replace(bare_findings.settings, agreement="off")
    page = text_of(render(replace(bare_findings, settings=settings, agreement=None)))

    assert "does not measure agreement" in page
    for word in ("κ", "kappa", "Krippendorff", "Do the coders read alike?"):
        assert word not in page


def test_a_study_name_cannot_become_markup_or_style(bare_findings: Findings) -> None:
    name = '</style><script>alert("1")</script>'
    page = render(replace(bare_findings, settings=StudySettings(name, "zh")))

    assert "<script>" not in page
    assert page.count("</style>") == 1
    assert name in text_of(page)


def test_words_of_a_participant_cannot_become_markup(bare_findings: Findings, factor_table: FactorTable) -> None:
    findings = replace(
        bare_findings, factors=factor_table, open_evidence=lambda _answer, _key: (quote("P01", "<b>tired</b>"),)
    )

    assert "<b>tired</b>" not in render(findings)
    assert "&lt;b&gt;tired&lt;/b&gt;" in render(findings)


def test_withheld_words_are_said_to_be_withheld_with_the_reason(
    bare_findings: Findings, factor_table: FactorTable
) -> None:
    secret = quote("P01", "", withheld="the speaker has not reviewed these words yet")
    page = text_of(render(replace(bare_findings, factors=factor_table, open_evidence=lambda _answer, _key: (secret,))))

    assert "Words withheld: the speaker has not reviewed these words yet." in page


def test_people_kept_apart_are_not_quoted_under_one_heading(bare_findings: Findings, factor_table: FactorTable) -> None:
    both = {"RULES/risk": (quote("P01", "the rules wear me down"),), "RULES/protective": (quote("P02", "rules help"),)}
    page = render(
        replace(
            bare_findings,
            factors=factor_table,
            open_evidence=lambda _answer, key: both.get(key, ()),
            apart=(("P01", "P02"),),
        )
    )
    quotes = html.fromstring(page).xpath('//section[@id="factors"]//blockquote')
    assert isinstance(quotes, list)

    assert len(quotes) == 1


def test_labels_of_episodes_with_withheld_words_are_withheld(bare_findings: Findings, process: Process) -> None:
    opened = {"E1": (quote("P01", "", withheld="the speaker asked that this passage not be shown"),)}
    findings = replace(bare_findings, process=process, open_evidence=lambda _answer, key: opened.get(key, ()))
    page = text_of(render(findings))

    assert "the flood" not in page
    assert "the ledger" in page
    assert "1 label is withheld" in page


def test_of_people_kept_apart_one_keeps_the_labels_of_episodes(bare_findings: Findings, process: Process) -> None:
    page = text_of(render(replace(bare_findings, process=process, apart=(("P02", "P01"),))))

    assert "the flood" in page
    assert "the ledger" not in page


def test_every_number_of_a_table_opens_its_words(bare_findings: Findings, factor_table: FactorTable) -> None:
    asked: list[str] = []

    def open_evidence(_answer: object, key: str) -> tuple[Quote, ...]:
        asked.append(key)
        return (quote("P01", "load"),)

    render(replace(bare_findings, factors=factor_table, open_evidence=open_evidence))

    assert {"LOAD/risk", "CARE/protective", "RULES/risk", "RULES/protective"} <= set(asked)


def test_running_head_says_that_material_is_invented(bare_findings: Findings) -> None:
    settings = replace(bare_findings.settings, fictional=True)
    page = text_of(render(replace(bare_findings, settings=settings)))

    assert "Night shift (fictional)" in page
    assert "Everything here is invented" in page


def test_real_material_is_not_called_invented(bare_findings: Findings) -> None:
    assert "invented" not in text_of(render(bare_findings))


def test_report_names_version_seed_and_hash(bare_findings: Findings) -> None:
    page = text_of(render(bare_findings))

    for fact in ("1.2.3", "seed 5", "6 maps", "revision 4", "abc"):
        assert fact in page


def test_report_repeats_what_the_framework_says_of_itself(bare_findings: Findings) -> None:
    assert text_of(render(bare_findings)).count("Rebuilt for a test.") == 3  # method, limits, codebook
