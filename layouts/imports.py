"""What customers and suppliers have in common in a spreadsheet."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.importing.kinds import Column, Register, Row
from accounts.models import PaymentTerms, VatZone
from layouts import choose
from layouts.models import Layout
from rackbeat.lib import countries

HIGHEST = 999_999_999
ZONES = {"1": VatZone.DOMESTIC, "2": VatZone.EU, "3": VatZone.ABROAD, "4": VatZone.EXEMPT}


@cache
def vat_zones() -> dict[str, str]:
    """By value, by our word in every language, and by the number that Rackbeat's own files give them."""
    found: dict[str, str] = dict(ZONES)
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {str(zone.label).casefold(): zone.value for zone in VatZone}
    return {**found, **{zone.value: zone.value for zone in VatZone}}


@cache
def country_codes() -> dict[str, str]:
    """By code, and by name in every language."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {name.casefold(): code for code, name in countries.choices() if code}
    return {**found, **{code.casefold(): code for code in found.values()}}


PARTY = (
    Column(
        "name",
        gettext_lazy("Name"),
        names=("navn", "companyname", "firma", "company"),
        example=("Sykkelbua AS", "Hjul & Co"),
    ),
    Column(
        "org_number",
        gettext_lazy("Organisation number"),
        names=("orgnr", "orgnummer", "cvr", "cvrnr", "vat", "companyvat"),
        example=("912345678", ""),
    ),
    Column(
        "street",
        gettext_lazy("Street"),
        names=("adresse", "gate", "address", "gade"),
        example=("Storgata 1", "Elvegata 2"),
    ),
    Column("street2", gettext_lazy("Street, second line"), names=("adresse2", "address2"), example=("", "")),
    Column(
        "postcode", gettext_lazy("Postcode"), names=("postnr", "postnummer", "zip", "zipcode"), example=("0155", "7010")
    ),
    Column("city", gettext_lazy("City"), names=("poststed", "by", "sted"), example=("Oslo", "Trondheim")),
    Column(
        "country", gettext_lazy("Country"), "choice", names=("land",), example=("NO", "Norge"), choices=country_codes
    ),
    Column(
        "email",
        gettext_lazy("E-mail"),
        names=("epost", "mail", "email", "contactemail"),
        example=("post@sykkelbua.example", ""),
    ),
    Column(
        "phone", gettext_lazy("Phone"), names=("telefon", "tlf", "mobil", "contactphone"), example=("22 00 00 00", "")
    ),
    Column(
        "reference",
        gettext_lazy("Their reference"),
        names=("kontakt", "kontaktperson", "contact", "attention"),
        example=("Kari", ""),
    ),
    Column(
        "vat_zone",
        gettext_lazy("VAT zone"),
        "choice",
        names=("mvasone", "momszone"),
        example=("1", "1"),
        choices=vat_zones,
    ),
    Column("payment_terms", gettext_lazy("Payment terms"), "row", names=("betbet", "betaling"), example=("1", "1")),
    Column("layout", gettext_lazy("Layout"), "row", example=("", "")),
    Column("note", gettext_lazy("Note"), names=("notat", "merknad", "bemærkning"), example=("", "")),
    Column("is_barred", gettext_lazy("Barred"), "yes", names=("sperret", "spærret"), example=("0", "0")),
)


def _finder(rows: Any) -> Callable[[str], Any]:
    by = {row.name.casefold(): row for row in rows} | {str(row.number): row for row in rows}
    return lambda text: by.get(text.casefold())


class Parties(Register):
    """Customers and suppliers. New ones get the usual layout and terms where the file names none."""

    def related(self) -> Sequence[str]:
        return ("payment_terms", "layout")

    def resolve(self, rows: list[Row]) -> None:
        terms, layouts = list(PaymentTerms.objects.all()), list(Layout.objects.all())
        self.usual: dict[str, Any] = self.usual_facts(terms)
        for key, find, sentence in (
            ("payment_terms", _finder(terms), gettext_lazy("No payment terms are called %(name)s.")),
            ("layout", _finder(layouts), gettext_lazy("No layout is called %(name)s.")),
        ):
            for row in rows:
                text = row.facts.get(key)
                if isinstance(text, str):
                    row.facts[key] = find(text)
                    if row.facts[key] is None:
                        row.refuse(key, str(sentence) % {"name": text[:60]})
        for row in rows:
            if not 0 < row.facts["number"] <= HIGHEST:
                row.refuse("number", _("Give a whole number of at most nine digits."))

    def usual_facts(self, terms: list[PaymentTerms]) -> dict[str, Any]:
        return {"layout": choose.default(), "payment_terms": next((each for each in terms if each.is_default), None)}

    def fresh(self, facts: dict[str, Any]) -> Any:
        return self.model(**{**self.usual, **facts})
