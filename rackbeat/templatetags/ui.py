"""The words of our templates: icons, badges, fields, numbers as people read them. Draws what it is given, no more."""

import uuid
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from django import forms, template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext

from rackbeat.lib import periods

register = template.Library()

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


# --- icons and status --------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """A 16 px icon from `ui/_icons.html`. It says nothing by itself: put a word beside it, visible or hidden."""
    css = f"icon {extra}".rstrip()
    return format_html('<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>', css, name)


@register.simple_tag
def mark(name: str) -> SafeString:
    """A 14 px mark of a status: ring, half, done, dot or end."""
    return format_html('<svg class="mark" aria-hidden="true"><use href="#m-{}"/></svg>', name)


@register.simple_tag
def badge(
    status: Any = None, quiet: bool = False, *, tone: str = "", shape: str = "", word: str = "", title: str = ""
) -> SafeString:
    """Mark and word of a track's member, tinted beside a title, quiet in a table. Empty for None.

    Without a member: `{% badge tone="bad" shape="end" word=overdue %}`.
    """
    if not status and not word:
        return mark_safe("")
    tone = tone or status.tone
    word = word or status.label
    title = title or ("" if quiet else getattr(status, "meaning", ""))
    track = getattr(status, "track", "")  # the sheet writes it, so that the word stays the status's own
    return format_html(
        '<span class="badge {}{}"{}{}>{}{}</span>',
        tone,
        " quiet" if quiet else "",
        format_html(' title="{}"', title) if title else "",
        format_html(' data-track="{}"', track) if track else "",
        mark(shape or status.mark),
        word,
    )


# --- forms -------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def guard(context: template.Context) -> SafeString:
    """What every POST form carries: the csrf token, a token that is used once, and the agreement it was shown for."""
    agreement = getattr(context.get("request"), "agreement", None)
    hidden = '<input type="hidden" name="{}" value="{}">'
    fields = [
        format_html(hidden, "csrfmiddlewaretoken", context.get("csrf_token") or ""),
        format_html(hidden, "once", uuid.uuid4()),
    ]
    if agreement is not None:
        fields.append(format_html(hidden, "agreement", agreement.number))
    return mark_safe("".join(fields))  # noqa: S308 - every part is escaped above


def _kind(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "input"


def _attributes(bound: forms.BoundField, kind: str, extra: dict[str, Any]) -> dict[str, Any]:
    attributes = {name.replace("_", "-"): value for name, value in extra.items()}
    if kind == "input":
        css = [bound.field.widget.attrs.get("class", ""), "input", str(attributes.pop("class", ""))]
        if isinstance(bound.field, forms.DecimalField | forms.IntegerField | forms.FloatField) and not isinstance(
            bound.field.widget, forms.Select
        ):
            css.append("number")
            attributes.setdefault("inputmode", "decimal")
        attributes["class"] = " ".join(part for part in css if part)
    return attributes


@register.simple_tag
def input_of(bound: forms.BoundField, **extra: Any) -> SafeString:
    """The bare control of a form field in our look, for table rows; give it an `aria_label` there."""
    return bound.as_widget(attrs=_attributes(bound, _kind(bound.field.widget), extra))


@register.simple_tag
def field(
    bound: forms.BoundField, *, label: str = "", note: str = "", unit: str = "", beside: str = "", **extra: Any
) -> SafeString:
    """Label, help, control and errors of one form field; further arguments become attributes of the control.

    `note` stands in for the form's help text, `unit` behind the control, `beside` (safe HTML) right of the label.
    A field that may be empty for now, but not for ever, says in `needed` what it will be asked for.
    """
    kind = _kind(bound.field.widget)
    if kind == "hidden":
        return bound.as_widget()
    context = {
        "field": bound,
        "kind": kind,
        "control": bound.as_widget(attrs=_attributes(bound, kind, extra)),
        "label": label or bound.label,
        "help": note or bound.help_text,
        "unit": unit,
        "beside": beside,
        "needed": getattr(bound.field, "needed", ""),
        "optional": not bound.field.required and kind == "input" and not getattr(bound.field, "disabled", False),
    }
    return mark_safe(render_to_string("ui/_field.html", context))  # noqa: S308 - a template escapes


@register.filter
def under(words: dict[str, Any], key: str) -> Any:
    """What a dictionary has under `key`; blank where it has nothing."""
    return words.get(key, "")


# --- numbers and dates -------------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def _separators(language: str | None) -> tuple[str, str]:
    thousand = get_format("THOUSAND_SEPARATOR", language, use_l10n=True)
    return (NO_BREAK if thousand == " " else thousand), get_format("DECIMAL_SEPARATOR", language, use_l10n=True)


def spell(value: Decimal, least: int, most: int, *, sign: bool = False) -> str:
    """A number in the reader's language, with at least and at most so many decimals, halves rounded up."""
    rounded = value.quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP)
    whole, _, decimals = f"{abs(rounded):,.{most}f}".partition(".")
    decimals = decimals[:least] + decimals[least:].rstrip("0")
    thousand, point = _separators(get_language())
    number = whole.replace(",", thousand) + (point + decimals if decimals else "")
    if rounded < 0:
        return MINUS + number
    return f"+{number}" if sign and rounded > 0 else number


def _decimal(value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, Decimal) else Decimal(str(value))


@register.filter
def amount(value: Any, sign: str = "") -> str:
    """Money with two decimals; blank for None; `|amount:"+"` shows the plus too."""
    number = _decimal(value)
    return "" if number is None else spell(number, 2, 2, sign=sign == "+")


@register.filter
def price(value: Any) -> str:
    """A price per unit: two decimals, and up to six where it has them."""
    number = _decimal(value)
    return "" if number is None else spell(number, 2, 6)


@register.filter
def quantity(value: Any, sign: str = "") -> str:
    """A quantity without trailing zeros; blank for None; `|quantity:"+"` shows the plus too."""
    number = _decimal(value)
    return "" if number is None else spell(number, 0, 6, sign=sign == "+")


@register.filter
def percent(value: Any, places: int | None = None) -> str:
    """25 as "25 %"; `|percent:1` always shows one decimal. Blank for None."""
    number = _decimal(value)
    if number is None:
        return ""
    text = spell(number, 0, 2) if places is None else spell(number, places, places)
    return text + ("%" if (get_language() or "en").startswith("en") else f"{NO_BREAK}%")


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def day(value: date | datetime | None) -> str:
    """23.11.26"""
    return f"{_local(value):%d.%m.%y}" if value else ""


@register.filter
def longday(value: date | datetime | None) -> str:
    """23.11.2026"""
    return f"{_local(value):%d.%m.%Y}" if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """14.08 in Norwegian and Danish, 14:08 in English."""
    if not value:
        return ""
    separator = ":" if (get_language() or "en").startswith("en") else "."
    return f"{_local(value):%H{separator}%M}"


@register.filter
def named_day(value: date | datetime | None) -> str:
    """Today, 23.11.26; Yesterday, 22.11.26; else Friday 20.11.26."""
    if not value:
        return ""
    local = _local(value)
    on = local.date() if isinstance(local, datetime) else local
    here = _local(periods.now())
    age = ((here.date() if isinstance(here, datetime) else here) - on).days
    if age in (0, 1):
        return (gettext("Yesterday") if age else gettext("Today")) + f", {day(on)}"
    return f"{capfirst(date_format(on, 'l'))} {day(on)}"


@register.simple_tag
def moment_now() -> str:
    """When a page was shown, for the sheet that it is printed on."""
    return moment(periods.now())


@register.filter
def moment(value: datetime | None) -> str:
    """23.11.26 14.08"""
    return f"{day(value)}{NO_BREAK}{clock(value)}" if value else ""
