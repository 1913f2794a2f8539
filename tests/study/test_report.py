"""The demo study's report as a page: it stands alone, every number opens, and nothing is left untranslated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from lxml import html
from lxml.html import HtmlElement

from kangni.language import LANGUAGES, Language

Report = Callable[[Language], str]
# words that are the same in Chinese: names of people, coefficients, programs
NAMES = {
    "Kangni",
    "Krippendorff",
    "Cohen",
    "Fleiss",
    "Brennan",
    "Prediger",
    "Gwet",
    "AC",
    "MASI",
    "NPMI",
    "Wilson",
    "Goodman",
    "Garwood",
    "Dirichlet",
    "Guest",
    "Namey",
    "Chen",
    "Chao",
    "Newcombe",
    "Boschloo",
    "Benjamini",
    "Hochberg",
    "Cliff",
    "Student",
    "OLBI",
    "Somers",
    "Spearman",
    "Kumpfer",
    "Richardson",
}


def found(element: HtmlElement, path: str) -> list[Any]:
    result = element.xpath(path)
    assert isinstance(result, list)
    return result


@pytest.fixture(params=LANGUAGES)
def page(request: pytest.FixtureRequest, demo_report: Report) -> HtmlElement:
    return html.fromstring(demo_report(request.param))


def test_every_link_leads_to_one_place_of_the_page(page: HtmlElement) -> None:
    ids = Counter(found(page, "//@id"))
    targets = {address.removeprefix("#") for address in found(page, "//@href")}

    assert [name for name, count in ids.items() if count > 1] == []
    assert sorted(targets - set(ids)) == []


def test_ids_hold_no_blanks(page: HtmlElement) -> None:
    assert [name for name in found(page, "//@id") if not name or re.search(r"\s", name)] == []


def test_every_place_in_the_evidence_has_words_a_reason_or_smaller_numbers(page: HtmlElement) -> None:
    entries = found(page, '//section[@class="entry"]')

    assert len(entries) > 100
    bare = [entry for entry in entries if not found(entry, './/blockquote | .//ul[@class="parts"]/li')]
    assert all(found(entry, './p[@class="withheld"]')[0].text_content().strip() for entry in bare)


def test_every_quote_in_the_evidence_says_who_speaks_or_why_it_is_withheld(page: HtmlElement) -> None:
    for quote in found(page, '//section[@class="entry"]//blockquote'):
        assert str(found(quote, ".//cite")[0].text_content()).strip()
        assert quote.text_content().strip() != str(found(quote, ".//cite")[0].text_content()).strip()


def test_page_asks_for_nothing_from_outside(page: HtmlElement) -> None:
    source = html.tostring(page, encoding="unicode")

    assert found(page, "//script | //link | //iframe | //img | //object | //*[@src]") == []
    assert [address for address in found(page, "//@href") if not address.startswith("#")] == []
    assert re.findall(r"url\(|@import|@font-face", source) == []


def test_figures_carry_no_colour_by_attribute(page: HtmlElement) -> None:
    assert found(page, "//svg//@fill | //svg//@stroke | //svg//@style") == []


def test_tables_have_captions_and_headed_columns(page: HtmlElement) -> None:
    tables = found(page, "//table")

    assert tables
    for table in tables:
        assert found(table, "./caption")[0].text_content().strip()
        assert found(table, "./thead//th[@scope='col']")


def test_figures_have_captions_and_words_for_who_cannot_see_them(page: HtmlElement) -> None:
    figures = found(page, "//figure")

    assert len(figures) >= 10
    for figure in figures:
        assert found(figure, "./figcaption")[0].text_content().strip()
        assert found(figure, "./svg/@aria-label")[0].strip()


def test_headings_step_down_one_level_at_a_time(page: HtmlElement) -> None:
    levels = [int(heading.tag[1]) for heading in found(page, "//h1 | //h2 | //h3 | //h4 | //h5")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_page_says_that_the_material_is_invented_and_the_codebook_rebuilt(demo_report: Report) -> None:
    assert "（虚构）" in demo_report("zh")
    assert "重建版本" in demo_report("zh")
    assert "(fictional)" in demo_report("en")
    assert "Reconstruction" in demo_report("en")


def test_quotes_name_their_language(page: HtmlElement) -> None:
    quotes = found(page, '//blockquote/p[not(@class="withheld") and not(@class="note")]')

    assert all(quote.get("lang") in {"zh", "en"} for quote in quotes)


def test_english_report_sets_the_translated_turn_below_each_quote(demo_report: Report) -> None:
    page = html.fromstring(demo_report("en"))
    shown = found(page, '//blockquote[not(p/@class="withheld")]')

    assert shown
    assert all(found(quote, './p[@class="translation" and @lang="en"]') for quote in shown)


def test_chinese_report_is_chinese_throughout(demo_report: Report) -> None:
    page = html.fromstring(demo_report("zh"))
    for unread in found(page, '//style | //*[@class="hash"] | //blockquote | //cite | //*[@lang and @lang!="zh-CN"]'):
        if unread.tag != "html":
            unread.drop_tree()
    pieces = [*page.itertext(), *found(page, "//@aria-label")]
    words = {word for piece in pieces for word in re.findall(r"[A-Za-z]{2,}", piece)}
    codes = {part for code in found(page, '//td[@class="handle"]/text()') for part in code.split(".")}

    assert sorted(words - codes - NAMES - {"zh"}) == []


def table(page: HtmlElement, caption: str) -> list[list[str]]:
    [whole] = [shown for shown in found(page, "//table") if caption in str(shown.findtext("caption/strong"))]
    return [[cell.text_content().strip() for cell in row] for row in found(whole, ".//tr")]


def test_factors_say_what_a_count_of_people_allows(demo_report: Report) -> None:
    counts, shares = table(html.fromstring(demo_report("en")), "What a count of people allows")

    # Wilson's interval of 7 of 10 is .3968 to .8922, and of 10 of 10 .7225 to 1
    assert (counts[-1], shares[-1]) == ("10", "72–100")
    assert shares[counts.index("7")] == "40–89"


def test_factors_say_what_is_told_before_what_beside_shuffled_turns(demo_report: Report) -> None:
    shown = demo_report("en")
    headings, first, *others = table(html.fromstring(shown), "Codes told one before the other")

    assert headings[2:] == ["people", "the other way round", "in shuffled turns"]
    assert first[:4] == ["Suggestion for agency and departments", "Suggestion for social environment", "10", "0"]
    assert len(others) == 7
    assert "Interviews follow a guide" in shown


def test_people_are_never_counted_in_percent(demo_report: Report) -> None:
    assert (
        re.findall(r"\d\s?% of (?:people|participants)|%\s?的(?:受访者|人)", demo_report("en") + demo_report("zh"))
        == []
    )


# --- groups and scores, for readers outside ---------------------------------------------------------------------------


def chapter(page: HtmlElement, name: str) -> HtmlElement:
    (found_chapter,) = found(page, f'//section[@id="{name}"]')
    assert isinstance(found_chapter, HtmlElement)
    return found_chapter


def rows_of(part: HtmlElement) -> list[list[str]]:
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found(part, ".//tbody/tr")]


def test_the_one_group_that_is_large_enough_stands_against_all_others(demo_report: Report) -> None:
    groups = chapter(html.fromstring(demo_report("en")), "comparison")
    assert rows_of(groups)[:2] == [["front-line", "5", "12,641", "2528"], ["others", "5", "12,687", "2537"]]
    assert ["Trusting professional relationship", "Protection", "front-line 5/5", "others 1/5"] in [
        row[:4] for row in rows_of(groups)
    ]
    words = groups.text_content()
    assert "supervisor and project lead" not in words  # one person, who would be known by it
    assert not re.search(r"\bP\d\d\b", words)  # who stands in which group stays with the team


def test_scores_stand_beside_codes_without_names_and_without_small_groups(demo_report: Report) -> None:
    scales = chapter(html.fromstring(demo_report("en")), "scales")
    words = scales.text_content()
    assert not re.search(r"\bP\d\d\b", words)
    rows = rows_of(scales)
    assert [row[:3] for row in rows[:3]] == [
        ["disengagement", "2025", "10"],
        ["exhaustion", "2025", "10"],
        ["total", "2025", "10"],
    ]
    assert "3 means of fewer than five people stay with the team." in words
    (beside,) = [row for row in rows if row[1] == "Burnout"]
    assert (beside[0], beside[2]) == ("exhaustion", "4/10")


def test_scores_are_not_told_as_ranges_of_attributes(demo_report: Report) -> None:
    assert "OLBI" not in chapter(html.fromstring(demo_report("en")), "people").text_content()
