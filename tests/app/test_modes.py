from __future__ import annotations

import pytest
from tests.fakes import FakeStudy
from tests.tables import small_study

from kangni.app.modes import MODES, set_mode
from kangni.core.errors import TextInvalid, UnknownTerm


@pytest.fixture
def study() -> FakeStudy:
    return small_study()


def test_a_study_says_what_agreement_is_to_it_and_why(study: FakeStudy) -> None:
    set_mode(study, "off", reason=" coding is interpretation ")
    assert (study.settings().agreement, study.settings().agreement_reason) == ("off", "coding is interpretation")


def test_a_new_mode_takes_the_old_reason_back(study: FakeStudy) -> None:
    set_mode(study, "off", reason="coding is interpretation")
    set_mode(study, "reliability")
    assert (study.settings().agreement, study.settings().agreement_reason) == ("reliability", "")


def test_a_mode_that_nobody_knows_is_refused_with_those_that_are_known(study: FakeStudy) -> None:
    with pytest.raises(UnknownTerm, match=", ".join(MODES)):
        set_mode(study, "kappa")
    with pytest.raises(TextInvalid):
        set_mode(study, "off", reason="\x00")
    assert study.settings().agreement == "dialogue"
