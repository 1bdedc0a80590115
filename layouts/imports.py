"""What customers and suppliers have in common in a spreadsheet."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.importing.kinds import Column, Register, Row
from accounts.models import PaymentTerms, VatZone
from layouts import choose, contacts
from layouts.documents import Party
from layouts.models import Layout, PaperKind
from layouts.persons import Contact
from rackbeat.lib import countries

HIGHEST = 999_999_999
ZONES: dict[str, str] = {"1": VatZone.DOMESTIC, "2": VatZone.EU, "3": VatZone.ABROAD, "4": VatZone.EXEMPT}


@cache
def vat_zones() -> dict[str, str]:
    """By value, by our word in every language, and by the number that Rackbeat's own files give them."""
    return ZONES | _words(VatZone)


def _words(choices: Any) -> dict[str, str]:
    """The values of choices by themselves and by their words in every language, in small letters."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {str(each.label).casefold(): each.value for each in choices}
    return {**found, **{each.value: each.value for each in choices}}


PARTY = (
    Column(
        "name",
        gettext_lazy("Name"),
        names=("navn", "companyname", "firma", "company", "kundenavn", "leverandørnavn", "firmanavn", "bedriftsnavn"),
        example=("Sykkelbua AS", "Hjul & Co"),
    ),
    Column(
        "org_number",
        gettext_lazy("Organisation number"),
        names=("orgnr", "orgnummer", "cvr", "cvrnr", "vat", "companyvat", "organisasjonsnr", "foretaksnummer"),
        example=("912345678", ""),
    ),
    Column(
        "street",
        gettext_lazy("Street"),
        names=("adresse", "gate", "address", "gade", "gateadresse", "postadresse", "fakturaadresse", "adresse1"),
        example=("Storgata 1", "Elvegata 2"),
    ),
    Column("street2", gettext_lazy("Street, second line"), names=("adresse2", "address2"), example=("", "")),
    Column(
        "postcode", gettext_lazy("Postcode"), names=("postnr", "postnummer", "zip", "zipcode"), example=("0155", "7010")
    ),
    Column("city", gettext_lazy("City"), names=("poststed", "by", "sted"), example=("Oslo", "Trondheim")),
    Column(
        "country",
        gettext_lazy("Country"),
        "choice",
        names=("land", "landkode"),
        example=("NO", "Norge"),
        choices=countries.by_word,
    ),
    Column(
        "email",
        gettext_lazy("E-mail"),
        names=("epost", "mail", "email", "contactemail", "epostadresse", "fakturaepost"),
        example=("post@sykkelbua.example", ""),
    ),
    Column(
        "phone",
        gettext_lazy("Phone"),
        names=("telefon", "tlf", "mobil", "contactphone", "telefonnr", "telefonnummer"),
        example=("22 00 00 00", ""),
    ),
    Column(
        "reference",
        gettext_lazy("Their reference"),
        names=("kontakt", "kontaktperson", "contact", "attention", "att", "attn", "deresreferanse"),
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
    Column(
        "payment_terms",
        gettext_lazy("Payment terms"),
        "row",
        names=(
            "betbet",
            "betaling",
            "betalingsbetingelse",
            "betalingsvilkår",
            "betalingsfrist",
            "forfallsdager",
            "kredittdager",
        ),
        example=("1", "1"),
    ),
    Column("layout", gettext_lazy("Layout"), "row", example=("", "")),
    Column("note", gettext_lazy("Note"), names=("notat", "merknad", "bemærkning"), example=("", "")),
    Column("is_barred", gettext_lazy("Barred"), "yes", names=("sperret", "spærret"), example=("0", "0")),
)


def _finder(rows: Any) -> Callable[[str], Any]:
    by = {row.name.casefold(): row for row in rows} | {str(row.number): row for row in rows}
    return lambda text: by.get(text.casefold())


def terms_finder(rows: Sequence[PaymentTerms]) -> Callable[[str], Any]:
    """Payment terms by name or number, else by their days: files say "14", or "14 dager"."""
    known = _finder(rows)
    by_days = {row.days: row for row in reversed(rows) if row.kind == PaymentTerms.Kind.NET}

    def find(text: str) -> Any:
        days = re.findall(r"[0-9]{1,4}", text)
        return known(text) or (by_days.get(int(days[0])) if len(days) == 1 else None)

    return find


class Parties(Register):
    """Customers and suppliers. New ones get the usual layout and terms where the file names none."""

    def related(self) -> Sequence[str]:
        return ("payment_terms", "layout")

    def resolve(self, rows: list[Row]) -> None:
        terms, layouts = list(PaymentTerms.objects.all()), list(Layout.objects.all())
        self.usual: dict[str, Any] = self.usual_facts(terms)
        for key, find, sentence in (
            ("payment_terms", terms_finder(terms), gettext_lazy("No payment terms are called %(name)s.")),
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


# --- contacts ---


@cache
def places() -> dict[str, str]:
    """How a contact gets papers: by value, and by our word in every language."""
    return _words(Contact.Place) | {"kopi": Contact.Place.CC, "blindkopi": Contact.Place.BCC}


@cache
def papers() -> dict[str, str]:
    return _words(PaperKind)


def contact_columns(number: Any, names: tuple[str, ...]) -> tuple[Column, ...]:
    """A contact's columns; `number` heads the one that says whose contact it is."""
    return (
        Column("number", number, "whole", required=True, names=names, example=("10001", "10001")),
        Column(
            "name",
            gettext_lazy("Name"),
            required=True,
            names=("navn", "kontakt", "kontaktperson", "contact", "contactname"),
            example=("Kari Nes", "Ola Lie"),
        ),
        Column("role", gettext_lazy("Role"), names=("stilling", "tittel", "title", "rolle"), example=("Innkjøp", "")),
        Column(
            "email",
            gettext_lazy("E-mail"),
            names=("epost", "mail", "contactemail"),
            example=("kari@sykkelbua.example", "ola@sykkelbua.example"),
        ),
        Column("phone", gettext_lazy("Phone"), names=("telefon", "tlf", "mobil", "contactphone"), example=("", "")),
        Column("receives", gettext_lazy("Gets by mail"), names=("papirer", "dokumenter"), example=("Faktura", "")),
        Column("place", gettext_lazy("As"), "choice", names=("mottarsom",), example=("", ""), choices=places),
    )


class Contacts(Register):
    """The persons at customers or suppliers: found by whose they are and their address, or name where they have none."""

    party: ClassVar[type[Party]]

    @property
    def key_of_party(self) -> str:
        return self.model.party_field  # type: ignore[attr-defined]

    def identity(self, facts: dict[str, Any]) -> str:
        number = facts["number"] if "number" in facts else facts[self.key_of_party].number
        return f"{number} {(facts.get('email') or facts['name']).casefold()}"

    def resolve(self, rows: list[Row]) -> None:
        numbers = {row.facts["number"] for row in rows if 0 < row.facts["number"] <= HIGHEST}
        found = {each.number: each for each in self.party._default_manager.filter(number__in=numbers)}
        for row in rows:
            number = row.facts.pop("number")
            row.facts[self.key_of_party] = found.get(number)
            if number not in found:
                row.refuse("number", self.nobody % {"number": number})
            if "receives" in row.facts:
                self._read_papers(row)

    @property
    def nobody(self) -> str:
        """The sentence where no party has the number."""
        raise NotImplementedError

    def _read_papers(self, row: Row) -> None:
        said = [each.strip() for each in row.facts["receives"].replace(";", ",").split(",") if each.strip()]
        unknown = [each for each in said if each.casefold() not in papers()]
        if unknown:
            row.refuse("receives", _("“%(text)s” is not known here.") % {"text": unknown[0][:60]})
        row.facts["receives"] = sorted({papers().get(each.casefold(), "") for each in said})

    def known_of(self, rows: list[Row]) -> dict[str, Any]:
        whose = [row.facts[self.key_of_party] for row in rows]
        found = self.model._default_manager.filter(**{f"{self.key_of_party}__in": whose}).select_related(
            self.key_of_party
        )
        return {self.identity({**each.__dict__, self.key_of_party: each.party}): each for each in found}  # type: ignore[attr-defined]

    def fresh(self, facts: dict[str, Any]) -> Any:
        made = self.model(**facts)
        contacts.require_whole(made)  # type: ignore[arg-type]
        return made

    def change(self, target: Any, facts: dict[str, Any]) -> None:
        contacts.change(target, by=self.by, **facts)
