"""What may happen to a supplier: entered in the register, changed, barred from new documents, opened again."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import history, numbers
from accounts.models import User
from purchasing.models import Supplier
from rackbeat.lib.refusal import Refusal

FIRST_NUMBER = 20001


@transaction.atomic
def register(*, by: User, number: int | None = None, **facts: Any) -> Supplier:
    """Enter a new supplier. Without a number it gets the next free one."""
    supplier = Supplier(number=number or _next_number(), **facts)
    _save(supplier)
    history.record(supplier, "created", by=by)
    return supplier


@transaction.atomic
def change(supplier: Supplier, *, by: User, **facts: Any) -> Supplier:
    """Write new facts of a supplier. Documents that were made before keep what they copied."""
    supplier = Supplier.objects.lock(supplier)
    changes = history.differences(supplier, facts)
    if not changes:
        return supplier
    _save(supplier)
    history.record(supplier, "changed", by=by, changes=changes)
    return supplier


@transaction.atomic
def bar(supplier: Supplier, *, by: User, barred: bool = True) -> Supplier:
    """Keep the supplier, but let no new order be made; or open it for use again."""
    supplier = Supplier.objects.lock(supplier)
    if supplier.is_barred != barred:
        supplier.is_barred = barred
        supplier.save(update_fields=["is_barred"])
        history.record(supplier, "barred" if barred else "unbarred", by=by)
    return supplier


def _next_number() -> int:
    """The series' next number that nobody has chosen by hand."""
    while True:
        number = numbers.take("suppliers", first=FIRST_NUMBER)
        if not Supplier.objects.filter(number=number).exists():
            return number


def _save(supplier: Supplier) -> None:
    """The database alone knows whether a number is free: two may choose it in the same moment."""
    try:
        with transaction.atomic():
            supplier.save()
    except IntegrityError as error:
        if "supplier_number" not in str(error):
            raise
        raise Refusal(
            _("Another supplier has the number %(number)s.") % {"number": supplier.number}, field="number"
        ) from None
