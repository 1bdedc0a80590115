"""Where our plots put their lines: scales that people can read, shapes inside the picture, no path that lies."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from rackbeat.lib import plots

YEAR = {"start": date(2025, 12, 1), "end": date(2026, 11, 23)}


@pytest.mark.parametrize(
    ("low", "high", "zero", "scale"),
    [
        (0, 77285, True, [0, 20000, 40000, 60000, 80000]),
        (4500, 77285, True, [0, 20000, 40000, 60000, 80000]),
        ("2.3", "3.05", False, ["2.2", "2.4", "2.6", "2.8", "3.0", "3.2"]),
        (0, 0, True, [0, "0.25", "0.5", "0.75", 1]),
        (-400, 900, True, [-400, 0, 400, 800, 1200]),
    ],
)
def test_a_scale_has_few_round_steps(low, high, zero, scale):
    assert plots.nice_scale(Decimal(low), Decimal(high), zero=zero) == [Decimal(each) for each in scale]


@given(st.decimals("-9999999", "9999999", places=2), st.decimals("-9999999", "9999999", places=2), st.booleans())
def test_a_scale_holds_its_values_and_stays_short(one, other, zero):
    low, high = min(one, other), max(one, other)
    scale = plots.nice_scale(low, high, zero=zero)
    assert scale[0] <= low and high <= scale[-1]
    assert 2 <= len(scale) <= 8


def test_a_line_begins_with_the_last_value_before_it():
    points = [(date(2025, 6, 1), Decimal(50)), (date(2026, 6, 1), Decimal(100))]
    plot = plots.steps(points, **YEAR)
    assert plot.line.count("V") == 1
    assert plot.line.startswith("M0 ") and plot.line.endswith("H1000")
    assert plot.now_y == plot.ticks[-1].y == plots.TOP


def test_a_line_that_does_not_begin_at_zero_has_no_ground():
    points = [(date(2026, 1, 1), Decimal(2300)), (date(2026, 6, 1), Decimal(2900))]
    assert plots.steps(points, **YEAR, zero=False).area == ""
    assert plots.steps(points, **YEAR).area.endswith("H0Z")


def test_without_any_value_the_line_lies_on_zero():
    plot = plots.steps([], **YEAR)
    assert plot.line.count("V") == 0
    assert plot.now_y == plot.base


def test_many_months_leave_most_names_to_wide_screens():
    labels = plots.steps([(date(2025, 12, 1), Decimal(1))], **YEAR).labels
    assert len(labels) == 12
    assert [label.minor for label in labels[:4]] == [False, True, True, False]


def test_columns_stand_on_zero_and_the_last_is_now():
    plot = plots.columns([(str(week), Decimal(week * 10)) for week in range(37, 49)])
    assert [column.now for column in plot.columns].index(True) == 11
    assert all(abs(column.y + column.height - plot.base) < 0.2 for column in plot.columns)
    assert [label.text for label in plot.labels] == ["37", "39", "41", "43", "45", "47"]


def test_a_negative_column_hangs_from_zero():
    plot = plots.columns([("1", Decimal(100)), ("2", Decimal(-50))])
    above, below = plot.columns
    assert above.y + above.height == pytest.approx(below.y, abs=0.2)


def test_layers_fill_the_strip_and_show_the_piece_that_was_taken():
    strip = plots.layers(
        [
            ("Receipt 1", "240 pcs", "", Decimal(240), Decimal(240), Decimal(0)),
            ("Receipt 2", "200 pcs", "", Decimal(200), Decimal(92), Decimal(108)),
            ("Receipt 3", "250 pcs", "", Decimal(250), Decimal(0), Decimal(24)),
        ]
    )
    assert sum(layer.width for layer in strip) == pytest.approx(100, abs=0.01)
    assert [round(layer.took, 1) for layer in strip] == [0.0, 15.7, 3.5]
    assert strip[1].took_x + strip[1].took == pytest.approx(strip[2].x, abs=0.01)


def test_a_day_without_points_is_still_a_plot():
    today = date(2026, 11, 23)
    assert plots.steps([(today - timedelta(days=1), Decimal(3))], start=today, end=today).line.endswith("H1000")


def test_a_part_stands_inside_its_column_and_a_loss_hangs_under_the_line():
    plot = plots.pairs(
        [("jan", Decimal(100), Decimal(40)), ("feb", Decimal(50), Decimal(-20)), ("mar", Decimal(0), None)]
    )
    zero = plot.columns[0].y + plot.columns[0].height
    first, second, third = plot.columns
    assert first.part_y + first.part_height == pytest.approx(zero) and first.part_height < first.height
    assert second.part_y == pytest.approx(zero) and second.is_loss
    assert (third.height, third.part_height) == (0, 0)
    assert min(tick.y for tick in plot.ticks) >= plots.TIP


@pytest.mark.parametrize(("language", "said"), [("nb", "sep okt nov"), ("da", "sep okt nov"), ("en", "Sep Oct Nov")])
def test_a_plot_names_months_in_three_letters_whatever_it_plots(language, said):
    with translation.override(language):
        labels = plots.month_labels(date(2026, 9, 1), date(2026, 11, 20))
        assert [label.text for label in labels] == said.split()
        assert [plots.month_name(date(2026, month, 5)) for month in (9, 10, 11)] == said.split()
