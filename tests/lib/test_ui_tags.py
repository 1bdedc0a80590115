"""What our template words write: numbers, dates, badges, fields and the guard of a form."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from rackbeat.lib import periods
from rackbeat.lib.tracks import Track
from rackbeat.templatetags import ui


class Status(Track):
    DRAFT = "draft", "ring", "neutral", "May be changed.", "Draft"
    LATE = "late", "end", "bad", "Past its <date>.", "Late"


class Person(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the letterbox.")
    mail = forms.EmailField(label="E-mail", required=False)
    limit = forms.DecimalField(label="Limit", required=False)
    barred = forms.BooleanField(label="Barred", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Company")], widget=forms.RadioSelect)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def draw(source: str, **context: object) -> str:
    return Template(source).render(Context(context)).strip()


@pytest.mark.parametrize(("language", "said"), [("nb", "−2\xa0533,80"), ("da", "−2.533,80"), ("en", "−2,533.80")])
def test_an_amount_is_written_in_the_readers_language(language, said):
    with translation.override(language):
        assert ui.amount(Decimal("-2533.8")) == said


def test_halves_are_rounded_up_and_a_rounded_zero_has_no_sign():
    with translation.override("nb"):
        assert [ui.amount(Decimal(text)) for text in ("0.005", "-0.005", "-0.004")] == ["0,01", "−0,01", "0,00"]


def test_nothing_is_blank_but_zero_is_a_fact():
    assert [ui.amount(None), ui.quantity(None), ui.percent(None), ui.day(None), ui.moment(None)] == [""] * 5
    with translation.override("nb"):
        assert [ui.amount(0), ui.quantity(Decimal("0.000000"))] == ["0,00", "0"]


def test_a_quantity_loses_its_trailing_zeros_only():
    with translation.override("nb"):
        assert [ui.quantity(Decimal(text)) for text in ("12.000000", "1200", "0.125", "-3.50")] == [
            "12", "1\xa0200", "0,125", "−3,5",
        ]  # fmt: skip


def test_a_price_keeps_the_decimals_it_has():
    with translation.override("nb"):
        assert [ui.price(Decimal("279.000000")), ui.price(Decimal("0.0125"))] == ["279,00", "0,0125"]


def test_a_gain_may_show_its_plus():
    with translation.override("nb"):
        assert [ui.amount(Decimal("1250"), "+"), ui.amount(0, "+"), ui.quantity(3, "+")] == [
            "+1\xa0250,00",
            "0,00",
            "+3",
        ]


def test_percent_is_written_in_the_readers_language():
    with translation.override("nb"):
        assert [ui.percent(Decimal("25.00")), ui.percent(Decimal("34.84"), 1)] == ["25\xa0%", "34,8\xa0%"]
    with translation.override("en"):
        assert ui.percent(25) == "25%"


def test_days_and_moments_are_those_of_the_active_zone():
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    with timezone.override("Europe/Oslo"), translation.override("nb"):
        assert (ui.day(late), ui.longday(late), ui.moment(late)) == ("23.11.26", "23.11.2026", "23.11.26\xa000.30")
    assert ui.day(date(2026, 1, 9)) == "09.01.26"


def test_history_names_today_and_yesterday():
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    with periods.at(noon), timezone.override("Europe/Oslo"), translation.override("en"):
        days = [ui.named_day(noon - timedelta(days=age)) for age in (0, 1, 3)]
    assert days == ["Today, 23.11.26", "Yesterday, 22.11.26", "Friday 20.11.26"]


def test_a_badge_says_mark_tone_word_and_meaning():
    html = ui.badge(Status.LATE)
    assert html.startswith('<span class="badge bad" title="Past its &lt;date&gt;.">')
    assert "#m-end" in html and "Late</span>" in html


def test_a_quiet_badge_carries_no_title_for_every_row_of_a_table():
    assert "title" not in ui.badge(Status.DRAFT, quiet=True)
    assert "badge neutral quiet" in ui.badge(Status.DRAFT, quiet=True)


def test_no_status_draws_nothing():
    assert ui.badge(None) == ""


def test_the_guard_carries_three_things_and_a_new_token_each_time():
    request = RequestFactory().get("/")
    request.agreement = SimpleNamespace(number=1001)
    html = draw("{% guard %}{% guard %}", request=request, csrf_token="abc")
    assert html.count('name="csrfmiddlewaretoken" value="abc"') == 2
    assert html.count('name="agreement" value="1001"') == 2
    assert len(set(re.findall(r'name="once" value="([0-9a-f-]{36})"', html))) == 2


def test_the_guard_of_a_stranger_names_no_agreement():
    assert "agreement" not in draw("{% guard %}", request=RequestFactory().get("/"), csrf_token="abc")


def test_a_field_ties_label_help_and_error_to_its_control():
    html = draw("{% field form.name %}", form=Person({}))
    assert '<label for="id_name">Name</label>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html and 'aria-invalid="true"' in html
    assert 'id="id_name_helptext"' in html and 'id="id_name_error"' in html
    assert 'class="input"' in html


@translation.override("en")
def test_what_may_be_left_out_says_so_and_numbers_stand_right():
    form = Person()
    assert "optional" in draw("{% field form.mail %}", form=form)
    assert "optional" not in draw("{% field form.name %}", form=form)
    assert 'class="input number"' in draw("{% field form.limit %}", form=form)
    assert 'inputmode="decimal"' in draw("{% field form.limit %}", form=form)


def test_ticks_choices_and_hidden_fields_have_their_own_shape():
    form = Person()
    assert 'class="tick"' in draw("{% field form.barred %}", form=form)
    assert "<legend" in draw("{% field form.kind %}", form=form)
    assert draw("{% field form.token %}", form=form) == '<input type="hidden" name="token" id="id_token">'


def test_every_icon_that_a_template_names_is_drawn():
    drawn = set(re.findall(r'<symbol id="([im]-[a-z]+)"', (settings.BASE_DIR / "templates/ui/_icons.html").read_text()))
    named = set()
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        text = path.read_text()
        named |= {f"i-{name}" for name in re.findall(r'{% icon "([a-z]+)"', text)}
        named |= {f"m-{name}" for name in re.findall(r'{% mark "([a-z]+)"', text)}
    assert named - drawn == set()
    assert {"m-ring", "m-half", "m-done", "m-dot", "m-end"} <= drawn
