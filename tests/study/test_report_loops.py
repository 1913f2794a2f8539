"""What the demo study's report says of circles and of presses by sign."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import html
from lxml.html import HtmlElement

from kangni.language import LANGUAGES, Language

Report = Callable[[Language], str]
SENTENCES = {
    "en": "“Exposure to clients' crises, deaths and trauma” raises “Secondary traumatic stress, compassion fatigue”, "
    "which raises “Passive or avoidant coping”, which in turn raises “Exposure to clients' crises, deaths and trauma”. "
    "The circle feeds itself and wears people down through “Secondary traumatic stress, compassion fatigue”, "
    "“Physical and mental symptoms”.",
    "zh": "“接触服务对象危机、死亡与创伤”抬高“二次创伤压力与共情疲劳”，进而抬高“消极与回避应对”，又反过来抬高"
    "“接触服务对象危机、死亡与创伤”。这个圈自己推动自己，通过“二次创伤压力与共情疲劳”、“身心症状”让人越来越难站稳。",
}


def chapter(page: str, name: str = "loops") -> HtmlElement:
    document: HtmlElement = html.document_fromstring(page)
    return document.get_element_by_id(name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_story_is_told_in_a_sentence_below_the_sheet(demo_report: Report, language: Language) -> None:
    found = chapter(demo_report(language))
    stories = [" ".join(story.text_content().split()) for story in found.find_class("loop")]
    assert len(stories) == 4
    assert sum(SENTENCES[language] in story for story in stories) == 1
    assert len(found.xpath(".//svg[contains(@class, 'figure')]")) == 2  # the sheet, and the presses


def test_summary_counts_the_stories_and_the_vicious_circles(demo_report: Report) -> None:
    summary = chapter(demo_report("en"), "summary").text_content()
    assert (
        "10 loops are told whole by somebody. They are 4 different stories. 2 of them are vicious circles." in summary
    )


def test_presses_say_what_their_words_mean_and_what_a_press_is(demo_report: Report) -> None:
    told = " ".join(chapter(demo_report("en")).text_content().split())
    assert "“Decided” means one direction in at least 95 of 100 maps in which any path leads there" in told
    assert "A press is a what-if on what people said, not the effect of a measure." in told
    assert "Of 20 told episodes that ended better or worse" in told
