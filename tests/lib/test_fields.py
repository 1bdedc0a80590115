"""What people type is what is meant: comma or point, thousands or not, in every language of ours."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from rackbeat.lib.fields import DayField, NumberField, spell_number


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("nb", "12,50", "12.50"),
        ("nb", "12.50", "12.50"),
        ("nb", "1 234,5", "1234.5"),
        ("nb", "1\u00a0234,5", "1234.5"),
        ("nb", "1.234,50", "1234.50"),
        ("nb", "1,000", "1.000"),
        ("nb", "−3", "-3"),
        ("da", "1.000", "1000"),
        ("da", "1.5", "1.5"),
        ("da", "0.125", "0.125"),
        ("da", "1.234.567", "1234567"),
        ("en", "1,000", "1000"),
        ("en", "12,5", "12.5"),
        ("en", "1,234.50", "1234.50"),
    ],
)
def test_a_number_is_read_as_its_writer_meant_it(language, typed, meant):
    with translation.override(language):
        assert NumberField().clean(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    [
        "1,2,3",
        "twelve",
        "1..2",
        "NaN",
        "--1",
        "1e400000",
        "1e9",
        "Infinity",
        "١٢",
        "1.23.4,5",
        "1,23.4",
        "9" * 13,
        "9" * 99,
    ],
)
def test_what_is_no_number_is_refused(typed):
    with translation.override("nb"), pytest.raises(Exception, match=r"number|tall|siffer|digit|Enter|Sørg|Ensure"):
        NumberField(max_digits=18, decimal_places=6).clean(typed)


def test_a_field_shows_the_number_in_the_readers_language():
    with translation.override("nb"):
        assert spell_number(Decimal("1234.500000"), 2) == "1234,50"
        assert spell_number(Decimal("12.000000")) == "12"
    with translation.override("en"):
        assert spell_number(Decimal("0.125000"), 2) == "0.125"


@pytest.mark.parametrize("typed", ["2026-11-23", "23.11.2026", "23.11.26"])
def test_a_day_is_read_from_the_browser_and_from_the_keyboard(typed):
    assert DayField().clean(typed) == date(2026, 11, 23)


def test_a_day_is_given_to_the_browser_in_its_own_form():
    with translation.override("nb"):
        html = DayField().widget.render("on", date(2026, 11, 23))
    assert 'type="date"' in html and 'value="2026-11-23"' in html
