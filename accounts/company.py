"""What an owner may change about the agreement itself. Number, principle and currency are not among it: they are locked."""

from datetime import date
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import history
from accounts.models import Agreement, User
from rackbeat.lib.refusal import require

INFORMATION = ("name", "org_number", "street", "postcode", "city", "email", "phone", "website", "language")


@transaction.atomic
def describe(agreement: Agreement, *, by: User, **facts: Any) -> Agreement:
    """Name, addresses and how the company is reached. Documents that are booked keep what they were booked with."""
    agreement = _lock(agreement)
    changes = history.differences(agreement, {name: facts[name] for name in INFORMATION if name in facts})
    require(agreement.name.strip(), _("Give the company a name."), field="name")
    if changes:
        agreement.save(update_fields=[name for name in INFORMATION if name in facts])
        history.record(agreement, "changed", by=by, changes=changes)
    return agreement


@transaction.atomic
def refine(
    agreement: Agreement, *, by: User, time_zone: str, needs_second_factor: bool, costs_follow_invoices: bool
) -> Agreement:
    """Where its day begins, what expected costs follow, whether a password alone opens it. Who demands more has it."""
    agreement = _lock(agreement)
    has_one = not needs_second_factor or is_mfa_enabled(by)
    require(has_one, _("Set up a second factor of your own first."), field="needs_second_factor")
    facts = {
        "time_zone": time_zone,
        "needs_second_factor": needs_second_factor,
        "costs_follow_invoices": costs_follow_invoices,
    }
    changes = history.differences(agreement, facts)
    if changes:
        agreement.save(update_fields=list(facts))
        history.record(agreement, "changed", by=by, changes=changes)
    return agreement


@transaction.atomic
def set_rules(agreement: Agreement, *, by: User, closed_until: date | None, negative_allowed: bool) -> Agreement:
    """What the accounting page keeps: all of it, or nothing where a part is refused."""
    agreement = close(agreement, by=by, until=closed_until)
    return allow_negative(agreement, by=by, allowed=negative_allowed)


@transaction.atomic
def close(agreement: Agreement, *, by: User, until: date | None) -> Agreement:
    """Nothing is booked on or before `until` any more; None opens the books. Waits for bookings that are under way."""
    agreement = _lock(agreement)
    require(
        until is None or until < agreement.today(), _("Only days that are over can be closed."), field="closed_until"
    )
    changes = history.differences(agreement, {"closed_until": until})
    if changes:
        agreement.save(update_fields=["closed_until"])
        date_ = f"{until:%d.%m.%Y}" if until else ""
        history.record(agreement, "closed" if until else "opened", by=by, date=date_, changes=changes)
    return agreement


@transaction.atomic
def allow_negative(agreement: Agreement, *, by: User, allowed: bool) -> Agreement:
    """Whether more may leave stock than lies there; what that costs until goods come is the ledger's.

    Waits for bookings under way. Where stock is below zero when it is forbidden, it stays so until goods come.
    """
    agreement = _lock(agreement)
    changes = history.differences(agreement, {"negative_allowed": allowed})
    if changes:
        agreement.save(update_fields=["negative_allowed"])
        history.record(agreement, "changed", by=by, changes=changes)
    return agreement


def _lock(agreement: Agreement) -> Agreement:
    return Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
