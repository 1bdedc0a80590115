from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rackbeat.lib.amounts import line_net, round_half_up, spread, vat_by_rate

MONEY = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (D("0.005"), "0.01"),
        (D("-0.005"), "-0.01"),
        (D("2.675"), "2.68"),
        (Fraction(10, 3), "3.33"),
        (D("0.0049"), "0.00"),
    ],
)
def test_halves_go_away_from_zero(value, rounded):
    assert round_half_up(value) == D(rounded)


@given(st.fractions(min_value=-(10**12), max_value=10**12))
def test_rounding_is_the_nearest_cent(value):
    assert abs(Fraction(round_half_up(value)) - value) <= Fraction(1, 200)


def test_a_lines_net_is_rounded_once():
    assert line_net(D(3), D("33.335"), D(0)) == D("100.01")
    assert line_net(D(12), D("489"), D(10)) == D("5281.20")
    assert line_net(D("999999999999.999999"), D("0.000001")) == D("1000000.00")


def test_vat_is_rounded_per_rate_not_per_line():
    assert vat_by_rate([(D("0.10"), D(25)), (D("0.10"), D(25)), (D("5.00"), D(0))]) == [
        (D(25), D("0.20"), D("0.05")),
        (D(0), D("5.00"), D("0.00")),
    ]


def test_freight_is_spread_as_the_design_says():
    assert spread(D("120.00"), [D(2), D(8)]) == [D("24.00"), D("96.00")]
    assert spread(D("120.00"), [D(3000), D(1600)]) == [D("78.26"), D("41.74")]


@given(MONEY, st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=20))
def test_parts_sum_to_the_whole_and_miss_their_share_by_less_than_a_cent(total, weights):
    parts = spread(total, [D(weight) for weight in weights])
    assert sum(parts) == total
    whole = sum(weights)
    if whole:
        for part, weight in zip(parts, weights, strict=True):
            assert abs(Fraction(part) - Fraction(total) * weight / whole) < Fraction(1, 100)
