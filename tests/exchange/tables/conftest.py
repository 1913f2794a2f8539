from __future__ import annotations

import pytest
from tests.fakes import FakeStudy, seeded_ids
from tests.tables import small_study

from kangni.exchange.tables.names import Names


@pytest.fixture
def study() -> FakeStudy:
    return small_study()


@pytest.fixture
def names(study: FakeStudy) -> Names:
    ids = seeded_ids(4)
    return Names(study, new_id=lambda: next(ids))
