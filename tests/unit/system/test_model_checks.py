"""What is no model is refused by name before anything runs."""

import pytest

from steelyard.system.expressions import Number
from steelyard.system.model import (
    Kind,
    Model,
    Span,
    Variable,
    auxiliary,
    constant,
    flow,
    order,
    series,
    stock,
)
from steelyard.vocabulary.errors import BadModel

SPAN = Span(0, 10)


def refusal(*variables: Variable, span: Span = SPAN, needs_units: bool = True) -> str:
    with pytest.raises(BadModel) as caught:
        Model("test", variables, span, needs_units=needs_units)
    return str(caught.value)


def test_unknown_names_are_told_with_who_reads_them_and_the_nearest():
    text = refusal(constant("rate", "1/y", 1), auxiliary("x", "1", "2 * rat + other"))
    assert "'rat' in x (nearest: rate)" in text
    assert "'other' in x" in text


def test_a_circle_without_a_stock_is_named():
    text = refusal(auxiliary("a", "1", "b"), auxiliary("b", "1", "c + 1"), auxiliary("c", "1", "a"))
    assert "a -> c -> b -> a" in text or "a -> b -> c -> a" in text or "b -> a -> c -> b" in text
    assert "a circle without a stock" in text


def test_a_variable_that_reads_itself_is_a_circle():
    assert "a -> a" in refusal(auxiliary("a", "1", "a + 1"))


def test_initial_values_may_not_go_round_in_a_circle():
    text = refusal(stock("s", "1", "2 * t"), stock("t", "1", "s"))
    assert "initial values" in text


def test_a_circle_through_a_stock_is_a_loop_and_welcome():
    made = (stock("s", "1", 1, ("f",)), flow("f", "1/y", "a"), auxiliary("a", "1/y", "s"))
    model = Model("m", made, SPAN)
    assert order(model) == ("a", "f")


def test_units_are_needed_unless_told_otherwise():
    assert "variables without unit: a, b" in refusal(
        constant("a", None, 1), constant("b", " ", 1), constant("c", "1", 1)
    )
    Model("m", (constant("a", None, 1),), SPAN, needs_units=False)


def test_two_variables_of_one_name():
    assert "two variables of one name: a" in refusal(constant("a", "1", 1), constant("A", "1", 2))


def test_names_that_equations_cannot_use():
    text = refusal(constant("min", "1", 1), constant("2x", "1", 1), constant("a-b", "1", 1),
                   constant("time", "1", 1))  # fmt: skip
    assert "'min', '2x', 'a-b', 'time'" in text


@pytest.mark.parametrize("span", [Span(0, 0), Span(5, 1), Span(0, 1, 0), Span(0, 1, -1),
                                  Span(0, 1, 0.3), Span(0, float("inf")), Span(float("nan"), 1),
                                  Span(0, 1, 1e-9)])  # fmt: skip
def test_impossible_spans(span):
    assert "a span from" in refusal(constant("a", "1", 1), span=span)


def test_a_tenth_divides_a_span_though_floating_point_does_not():
    assert Model("m", (constant("a", "1", 1),), Span(0, 0.3, 0.1)).span.steps == 3


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        (Variable("x", Kind.STOCK, "1"), "has no initial value"),
        (Variable("x", Kind.AUXILIARY, "1"), "has no equation"),
        (Variable("x", Kind.CONSTANT, "1", Number(float("nan"))), "is not one finite number"),
        (Variable("x", Kind.CONSTANT, "1", Number(1), inflows=("y",)), "only stocks have"),
        (Variable("x", Kind.CONSTANT, "1", Number(1), initial=Number(1)), "has an initial value"),
        (Variable("x", Kind.STOCK, "1", Number(1), Number(1)), "has an equation"),
        (Variable("x", Kind.CONSTANT, "1", Number(1), times=(1.0,)), "has times or values"),
        (series("x", "1", (), ()), "0 times and 0 values"),
        (series("x", "1", (1, 2), (1,)), "2 times and 1 values"),
        (series("x", "1", (1, 1), (1, 2)), "times that do not rise"),
        (series("x", "1", (1, 2), (1, float("nan"))), "law 1"),
    ],
)
def test_a_variable_has_what_its_kind_needs_and_nothing_else(variable, words):
    assert words in refusal(variable)


def test_flows_belong_to_one_stock_at_each_end():
    drain = flow("f", "1/y", "1")
    assert "inflows more than once: f" in refusal(
        stock("s", "1", 1, ("f",)), stock("t", "1", 1, ("f",)), drain
    )
    assert "no flows: a of s" in refusal(stock("s", "1", 1, ("a",)), auxiliary("a", "1/y", "1"))
    assert "both in- and outflow" in refusal(stock("s", "1", 1, ("f",), ("f",)), drain)
    Model("m", (stock("s", "1", 1, ("f",)), stock("t", "1", 1, (), ("f",)), drain), SPAN)


def test_a_stock_without_flows_and_no_variables_at_all():
    Model("m", (stock("s", "1", 1),), SPAN)
    assert "no variables" in refusal()
