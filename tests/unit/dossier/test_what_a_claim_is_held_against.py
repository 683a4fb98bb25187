"""A sentence names the number that was held against, not another that the statement has."""

from steelyard.dossier.audit.audit import audit


def test_a_row_on_another_scale_prints_its_own_test():
    # that spending of two years was equal is a ratio; 64 billion dollars are not judged by it
    sentence = audit(only=("s001-c57",)).find("s001-c57").sentence
    assert "64" not in sentence
    assert "held against: above 0.9 times" in sentence


def test_a_share_is_held_against_the_percentage_that_was_said():
    sentence = audit(only=("s001-c41",)).find("s001-c41").sentence
    assert sentence.endswith("said: about 2 %.")


def test_a_place_among_customers_is_told_from_one_in_trade():
    assert "least exports of China" in audit(only=("s003-c95",)).find("s003-c95").sentence
