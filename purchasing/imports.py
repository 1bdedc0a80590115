"""What a spreadsheet's row means here: a supplier, or a person there."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.kinds import Column
from layouts.imports import PARTY, Contacts, Parties, contact_columns
from purchasing import suppliers
from purchasing.models import Supplier, SupplierContact


class Suppliers(Parties):
    key = "suppliers"
    title = gettext_lazy("Suppliers")
    about = gettext_lazy("The delivery time is what purchase orders reckon the expected day by.")
    right = "purchasing.edit"
    model = Supplier
    list_name = "purchasing:suppliers"
    columns = (
        Column(
            "number",
            gettext_lazy("Supplier number"),
            "whole",
            required=True,
            names=("leverandørnr", "leverandørnummer", "leverandør", "supplierno", "nr", "number", "no"),
            example=("20101", "20102"),
        ),
        *PARTY,
        Column(
            "delivery_days", gettext_lazy("Delivery time in days"), "whole", names=("leveringstid",), example=("14", "")
        ),
    )

    def change(self, target: Any, facts: dict[str, Any]) -> None:
        suppliers.change(target, by=self.by, **facts)


class SupplierContacts(Contacts):
    key = "supplier-contacts"
    title = gettext_lazy("Contacts of suppliers")
    right = "purchasing.edit"
    model, party = SupplierContact, Supplier
    list_name = "purchasing:suppliers"
    columns = contact_columns(
        gettext_lazy("Supplier number"), ("leverandørnr", "leverandørnummer", "leverandør", "supplierno")
    )

    @property
    def nobody(self) -> str:
        return _("No supplier has the number %(number)s. Import suppliers first.")
