"""How a sample company delivers and what other currencies are worth to it, entered by the verbs that a user has."""

from datetime import timedelta
from decimal import Decimal

from accounts import registers
from accounts.models import Agreement, Currency, CurrencyRate, DeliveryTerms, User
from layouts import parents
from layouts.models import Layout

# Name and text, line by line the same in each language; the first two are for what is sold.
DELIVERY = {
    "nb": [
        ("Fritt levert", "Levert på døren (DAP, Incoterms 2020)."),
        ("Hentes på lageret", "Hentes på lageret vårt (EXW, Incoterms 2020)."),
        ("Levert på lageret vårt", "Levert på lageret vårt, fortollet (DDP, Incoterms 2020)."),
    ],
    "da": [
        ("Frit leveret", "Leveret til døren (DAP, Incoterms 2020)."),
        ("Hentes på lageret", "Hentes på vores lager (EXW, Incoterms 2020)."),
        ("Leveret på vores lager", "Leveret på vores lager, fortoldet (DDP, Incoterms 2020)."),
    ],
    "en": [
        ("", "Delivered to your door (DAP, Incoterms 2020)."),
        ("", "Collected from our warehouse (EXW, Incoterms 2020)."),
        ("", "Delivered to our warehouse, duty paid (DDP, Incoterms 2020)."),
    ],
}
# What one unit cost when the year began, and half a year on.
RATES = {
    "NOK": {"EUR": ("11.7250", "11.6180"), "SEK": ("1.0240", "1.0395"), "DKK": ("1.5720", "1.5575")},
    "DKK": {"EUR": ("7.4604", "7.4612"), "NOK": ("0.6361", "0.6420"), "SEK": ("0.6514", "0.6673")},
}
SINCE = (timedelta(weeks=53), timedelta(weeks=26))  # before this week's Monday


def furnish(agreement: Agreement, owner: User) -> list[DeliveryTerms]:
    """The delivery terms, after the rates of the year that is told."""
    monday = agreement.today() - timedelta(days=agreement.today().weekday())
    for code, both in RATES[str(agreement.base_currency_id)].items():
        currency = Currency.objects.get(pk=code)
        for before, rate in zip(SINCE, both, strict=True):
            registers.add(CurrencyRate, by=owner, currency=currency, since=monday - before, rate=Decimal(rate))
    return [
        registers.add(
            DeliveryTerms,
            by=owner,
            name=name,
            text=text,
            **{f"text_{each}": DELIVERY[each][place][1] for each in DELIVERY if each != agreement.language},
        )
        for place, (name, text) in enumerate(DELIVERY[agreement.language])
    ]


def abroad(layout: Layout, owner: User) -> Layout:
    """The same layout in English, for partners who read no Nordic language."""
    return parents.change(parents.copy(layout, by=owner), by=owner, name="English", language="en")
