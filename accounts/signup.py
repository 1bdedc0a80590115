"""Founding an agreement: the tenant itself, its owner, and what every storey furnishes it with."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import employees, history
from accounts.models import Agreement, BankAccount, Membership, PaymentTerms, Role, User
from accounts.models.agreements import Country
from accounts.tenancy import acting_for
from rackbeat.lib.refusal import require

ZONES = {
    Country.NO: "Europe/Oslo",
    Country.DK: "Europe/Copenhagen",
    Country.SE: "Europe/Stockholm",
    Country.FI: "Europe/Helsinki",
    Country.IS: "Atlantic/Reykjavik",
}
FIRST_NUMBER = 1001


@transaction.atomic
def found(owner: User, *, name: str, country: str, base_currency: str, principle: str, **facts: Any) -> Agreement:
    """A new agreement with `owner` as its owner. Currency and principle are final: nothing in the product changes them."""
    require(name.strip(), _("Give the company a name."), field="name")
    number = facts.pop("number", None) or _next_number()
    agreement = Agreement.objects.create(
        number=number,
        name=name.strip(),
        country=country,
        base_currency_id=base_currency,
        principle=principle,
        time_zone=ZONES[Country(country)],
        created_by=owner,
        **facts,
    )
    with acting_for(agreement, user=owner):
        Membership.objects.create(agreement=agreement, user=owner, role=Role.OWNER)
        employees.enlist(owner)
        for furnish in settings.NEW_AGREEMENT:
            import_string(furnish)(agreement, by=owner)
        history.record(agreement, "founded", by=owner)
    return agreement


@transaction.atomic
def found_once(form: UUID, owner: User | None, person: dict[str, str], **facts: Any) -> tuple[Agreement, bool]:
    """The agreement of the sign-up `form`, and whether it is new: a form sent twice founds one agreement.

    Without an `owner` that exists, `person` (name, email, language and the password's hash) becomes one.
    """
    _lock()
    if earlier := founded_by(form):
        return earlier, False
    if owner is None:
        email = person["email"].strip().lower()
        require(not User.objects.filter(email=email).exists(), TAKEN, field="email")
        owner = User.objects.create(email=email, **{key: person[key] for key in ("name", "language", "password")})
    return found(owner, founded_by_form=form, **facts), True


def founded_by(form: UUID) -> Agreement | None:
    """The agreement that the sign-up `form` has founded already."""
    return Agreement.objects.filter(founded_by_form=form).first()


TAKEN = gettext_lazy(
    "A new user cannot have this address. Do you have one already? Then log in first, and found from there."
)
LANGUAGE_OF = {Country.NO: "nb", Country.DK: "da"}


def _lock() -> None:
    """Only sign-ups wait for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('agreement number'))")


def _next_number() -> int:
    """One after the highest."""
    _lock()
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(number) + 1, %s) FROM accounts_agreement", [FIRST_NUMBER])
        return int(cursor.fetchone()[0])


TERMS = {
    "nb": [("Netto 14 dager", "net", 14), ("Netto 30 dager", "net", 30), ("Kontant", "cash", 0)],
    "da": [("Netto 14 dage", "net", 14), ("Netto 30 dage", "net", 30), ("Kontant", "cash", 0)],
    "en": [("Net 14 days", "net", 14), ("Net 30 days", "net", 30), ("Cash", "cash", 0)],
}
LATE = {
    "nb": "Etter forfall beregnes renter etter forsinkelsesrenteloven.",
    "da": "Efter forfald beregnes renter efter renteloven.",
    "en": "Interest is charged on overdue amounts.",
}


def furnish(agreement: Agreement, *, by: User) -> None:
    """The registers of this storey: payment terms (14 days is the default) and an empty bank account."""
    language = agreement.language if agreement.language in TERMS else "en"
    for number, (name, kind, days) in enumerate(TERMS[language], start=1):
        said = {each: _in_words(each, number) for each in TERMS}
        others = {f"text_{each}": text for each, text in said.items() if each != language}
        PaymentTerms.objects.create(
            number=number, name=name, kind=kind, days=days, text=said[language], is_default=number == 1, **others
        )
    BankAccount.objects.create(name=agreement.name, is_default=True)


def _in_words(language: str, number: int) -> str:
    """What papers in that language print of these terms."""
    name, _kind, days = TERMS[language][number - 1]
    return f"{name}. {LATE[language]}" if days else name
