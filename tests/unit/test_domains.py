"""The domains of dependence."""

import pytest

from steelyard.vocabulary.domains import DOMAINS, domain
from steelyard.vocabulary.errors import UnknownName


def test_eight_domains_make_the_balance_in_order():
    assert [each.id for each in DOMAINS if each.role == "balance"] == [
        "trade", "energy", "technology", "finance", "arms", "votes", "institutions", "region",
    ]  # fmt: skip
    assert [each.id for each in DOMAINS if each.role == "context"] == [
        "standing", "capability", "opinion", "diplomacy",
    ]  # fmt: skip


def test_every_domain_asks_one_question():
    for each in DOMAINS:
        assert each.question.count("?") == 1
        assert each.question.endswith("?")


def test_an_unknown_domain_fails_with_its_nearest():
    with pytest.raises(UnknownName, match="energy"):
        domain("enrgy")
