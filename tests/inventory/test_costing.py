"""The rules of cost without a database: the worked examples of the design, and what must hold for any numbers."""

from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory import costing
from inventory.costing import NotEnough, State

QUANTITIES = st.integers(1, 10**9).map(lambda micro: D(micro).scaleb(-6))
VALUES = st.integers(0, 10**9).map(lambda minor: D(minor).scaleb(-2))


def layered(*receipts):
    """The state and the layers after (quantity, value) receipts under FIFO."""
    state, layers = State(), []
    for quantity, value in receipts:
        state, layer, _settled = costing.fifo_receive(state, D(quantity), D(value))
        layers.append(layer)
    return state, layers


def shipped(state, layers, *quantities):
    """What each of these issues costs under FIFO."""
    costs = []
    for quantity in quantities:
        state, issued = costing.fifo_issue(state, layers, D(quantity))
        costs.append(issued.cost)
    return state, costs


# --- the worked examples -----------------------------------------------------------------------------------------


def test_fifo_takes_the_oldest_first():
    state, layers = layered((10, "250.00"), (10, "400.00"))
    state, costs = shipped(state, layers, 12)
    assert costs == [D("330.00")]
    assert (state.quantity, state.value) == (8, D("320.00"))


def test_average_takes_a_share_of_everything():
    state, _settled = costing.average_receive(State(), D(10), D("250.00"))
    state, _settled = costing.average_receive(state, D(10), D("400.00"))
    state, cost, _short = costing.average_issue(state, D(12))
    assert cost == D("390.00")
    assert (state.quantity, state.value) == (8, D("260.00"))


def test_three_for_ten_leave_singly_as_333_334_333():
    state, costs = shipped(*layered((3, "10.00")), 1, 1, 1)
    assert costs == [D("3.33"), D("3.34"), D("3.33")]
    assert (state.quantity, state.value) == (0, 0)


def test_average_leaves_no_value_behind_when_all_is_gone():
    state, _settled = costing.average_receive(State(), D(3), D("10.00"))
    costs = []
    for _time in range(3):
        state, cost, _short = costing.average_issue(state, D(1))
        costs.append(cost)
    assert costs == [D("3.33"), D("3.34"), D("3.33")]  # 10/3; half of 6.67 is 3.335, rounded up; then all that is left
    assert (state.quantity, state.value) == (0, 0)


def test_an_issue_that_ends_inside_a_layer_says_where():
    state, layers = layered((10, "250.00"), (10, "400.00"))
    _state, issued = costing.fifo_issue(state, layers, D(12))
    assert [(piece.layer.start, piece.a, piece.b, piece.cost) for piece in issued.pieces] == [
        (0, 0, 10, D("250.00")),
        (10, 0, 2, D("80.00")),
    ]


def test_goods_that_cost_nothing_leave_for_nothing():
    state, costs = shipped(*layered((2, "0.00"), (1, "5.00")), 2, 1)
    assert costs == [0, D("5.00")]
    assert state.value == 0


@pytest.mark.parametrize(
    "issue", [costing.average_issue, lambda state, quantity: costing.fifo_issue(state, [], quantity)]
)
def test_more_than_there_is_cannot_leave(issue):
    state, _settled = costing.average_receive(State(), D(2), D("10.00"))
    with pytest.raises(NotEnough):
        issue(state, D("2.000001"))


def test_layers_that_do_not_reach_are_a_fault_and_not_a_price():
    state, layers = layered((10, "250.00"), (10, "400.00"))
    with pytest.raises(NotEnough):
        costing.fifo_issue(state, layers[:1], D(12))


# --- R rounds half away from zero, exactly -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "part", "whole", "expected"),
    [
        ("10.00", 1, 3, "3.33"),
        ("10.00", 2, 3, "6.67"),
        ("0.01", 1, 2, "0.01"),
        ("-0.01", 1, 2, "-0.01"),
        ("0.01", "0.499999", 1, "0.00"),
        ("999999999999999.99", "999999999999", "999999999999.000001", "999999999999999.99"),
        ("9007199254740993.01", 1, 1, "9007199254740993.01"),
    ],
)
def test_a_share_is_rounded_half_away_from_zero(value, part, whole, expected):
    assert costing.share(D(value), D(part), D(whole)) == D(expected)


def test_a_quotient_is_never_cut_before_it_is_rounded():
    # 28 digits of Decimal would round the quotient to …5 first, and that one upwards
    value, whole = D("0.01"), D(2) * D("999999999999.999999")
    part = D("999999999999.999998")
    assert Fraction(value) * Fraction(part) / Fraction(whole) < Fraction(1, 200)
    assert costing.share(value, part, whole) == 0


@given(VALUES, QUANTITIES, QUANTITIES)
def test_a_share_is_the_nearest_whole_minor_unit(value, part, whole):
    exact = Fraction(value) * Fraction(part) / Fraction(whole)
    assert abs(Fraction(costing.share(value, part, whole)) - exact) <= Fraction(1, 200)


def test_a_share_of_nothing_is_a_fault():
    with pytest.raises(ValueError, match="nothing"):
        costing.share(D("1.00"), D(1), D(0))


@pytest.mark.parametrize(("value", "part"), [("0.001", "1"), ("1.00", "0.0000001")])
def test_more_decimals_than_are_kept_are_a_fault(value, part):
    with pytest.raises(ValueError, match="more than"):
        costing.share(D(value), D(part), D(3))


# --- what must hold for any numbers ------------------------------------------------------------------------------


@st.composite
def cuts(draw):
    """A layer, and the quantities in which it leaves."""
    micro, value = draw(st.integers(1, 10**9)), draw(VALUES)
    places = sorted(draw(st.sets(st.integers(1, micro), max_size=8)) | {micro})
    parts = [D(b - a).scaleb(-6) for a, b in zip([0, *places], places, strict=False)]
    return D(micro).scaleb(-6), value, parts


@given(cuts())
def test_a_layer_that_is_used_up_gave_exactly_its_value(cut):
    quantity, value, parts = cut
    state, costs = shipped(*layered((quantity, value)), *parts)
    assert sum(costs) == value
    assert all(cost >= 0 for cost in costs)
    assert (state.quantity, state.value) == (0, 0)


@given(cuts())
def test_average_too_gives_back_exactly_what_came(cut):
    quantity, value, parts = cut
    state, _settled = costing.average_receive(State(), quantity, value)
    total = D(0)
    for part in parts:
        state, cost, _short = costing.average_issue(state, part)
        assert cost >= 0
        total += cost
    assert (total, state.quantity, state.value) == (value, 0, 0)


@given(st.lists(st.tuples(QUANTITIES, VALUES), min_size=1, max_size=5), st.lists(st.integers(1, 99), max_size=10))
def test_the_pieces_of_issues_cover_the_axis_without_gap_or_overlap(receipts, percents):
    state, layers = layered(*receipts)
    reached, charged = D(0), [D(0)] * len(layers)
    for percent in [*percents, 100]:
        quantity = (state.quantity * percent / 100).quantize(D("0.000001"))
        if not quantity:
            continue
        state, issued = costing.fifo_issue(state, layers, quantity)
        for piece in issued.pieces:
            assert piece.layer.start + piece.a == reached
            reached = piece.layer.start + piece.b
            charged[layers.index(piece.layer)] += piece.cost
    assert reached == layers[-1].end
    assert charged == [layer.value for layer in layers]
