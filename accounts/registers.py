"""Keeping the registers of this storey: rates, terms, bank accounts, addresses, employees. Documents copy from them."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from accounts import history
from accounts.models import Agreement, BankAccount, CurrencyRate, User
from accounts.tenancy import current_agreement_id
from rackbeat.lib.refusal import Refusal, require

Register = Any  # CurrencyRate, PaymentTerms, DeliveryTerms, BankAccount, OwnAddress or Employee


@transaction.atomic
def add(kind: Any, /, *, by: User, **facts: Any) -> Register:
    """A new row; a number is given to it where the register has numbers and none was typed."""
    row = _blank(kind) or kind()
    for name, value in facts.items():
        setattr(row, name, value)
    if _has(kind, "number"):
        row.number = facts.get("number") or (kind.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    _require_free(row)
    if _has(kind, "is_default") and not kind.objects.filter(is_default=True).exclude(pk=row.pk).exists():
        row.is_default = True
    _only_default(row)
    row.save()
    history.record(row, "added", by=by, name=row)
    return row


@transaction.atomic
def change(row: Register, /, *, by: User, **facts: Any) -> Register:
    """Documents that exist keep what they were made with."""
    row = type(row).objects.lock(row)
    was_default = getattr(row, "is_default", False)
    changes = history.differences(row, facts)
    if not changes:
        return row
    if was_default and not row.is_default:
        raise Refusal(_("Make another one the default, then this one is it no more."), field="is_default")
    _require_free(row)
    _only_default(row)
    row.save()
    history.record(row, "changed", by=by, changes=changes)
    return row


@transaction.atomic
def remove(row: Register, *, by: User) -> None:
    """Only what nobody uses."""
    row = type(row).objects.lock(row)
    name = str(row)
    require(
        not getattr(row, "is_default", False), _("The default cannot be removed. Make another one the default first.")
    )
    history.record(row, "removed", by=by, name=name)
    try:
        with transaction.atomic():
            row.delete()
    except (ProtectedError, IntegrityError):
        raise Refusal(_("%(name)s is in use and stays.") % {"name": name}) from None


def usual(kind: Any) -> dict[str, Any]:
    """What the form of a new row begins with."""
    blank = _blank(kind)
    return {"name": blank.name} if blank else {}


def _has(kind: Any, name: str) -> bool:
    return any(field.name == name for field in kind._meta.fields)


def _blank(kind: Any) -> Register | None:
    """The default bank account that a new agreement has, as long as it says no account; layouts point at it already."""
    if kind is not BankAccount:
        return None
    return kind.objects.filter(is_default=True, account_number="", iban="").first()


def _require_free(row: Register) -> None:
    if isinstance(row, CurrencyRate):
        _require_rate(row)
    if not _has(type(row), "number"):
        return
    taken = type(row).objects.filter(number=row.number).exclude(pk=row.pk)
    require(not taken.exists(), _("The number %(number)s is taken.") % {"number": row.number}, field="number")


def _require_rate(row: CurrencyRate) -> None:
    """One rate for a currency and a day, and none for the base currency: that is 1 by what it is."""
    base = Agreement.current().base_currency_id
    own = _("%(currency)s is your base currency, so it needs no rate.") % {"currency": base}
    require(row.currency_id != base, own, field="currency")
    same = CurrencyRate.objects.filter(currency=row.currency_id, since=row.since).exclude(pk=row.pk)
    require(not same.exists(), _("There is a rate from this day already. Change that one."), field="since")


def _only_default(row: Register) -> None:
    """At most one default: the newest choice. Written before the row itself, because the database allows one only."""
    if getattr(row, "is_default", False):
        others = type(row).objects.filter(agreement_id=current_agreement_id(), is_default=True).exclude(pk=row.pk)
        others.update(is_default=False)
