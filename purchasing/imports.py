"""What a spreadsheet's row means here: a supplier."""

from typing import Any

from django.utils.translation import gettext_lazy

from accounts.importing.kinds import Column
from layouts.imports import PARTY, Parties
from purchasing import suppliers
from purchasing.models import Supplier


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
