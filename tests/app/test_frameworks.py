from __future__ import annotations

from collections import Counter

import pytest
from tests.fakes import seeded_ids

from kangni.app.frameworks import codes_of
from kangni.core.codebook import Codebook
from kangni.exchange.framework import read_framework


@pytest.mark.parametrize(("name", "codes", "leaves"), [("kumpfer", 92, 84), ("jdr", 31, 24)])
def test_a_packaged_framework_gives_its_codes_as_a_tree(name: str, codes: int, leaves: int) -> None:
    ids = seeded_ids()

    found = Codebook(codes_of(read_framework(name), new_id=lambda: next(ids)))

    assert (len(found), len(found.leaves())) == (codes, leaves)


def test_codes_have_the_terms_of_their_framework() -> None:
    ids = seeded_ids()
    framework = read_framework("kumpfer").framework

    codes = codes_of(read_framework("kumpfer"), new_id=lambda: next(ids))

    code = Codebook(codes).named("ENV.O01")
    assert (code.polarity, code.level, code.construct) == ("protective", "organisation", "K2")
    assert Counter(framework.main_construct(code.construct) for code in codes)["K1"] == 24
