"""What a spreadsheet's row means here: a customer with its addresses, or a person there."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.kinds import Column
from layouts.imports import PARTY, Contacts, Parties, contact_columns
from rackbeat.lib import countries
from sales import customers
from sales.models import Customer, CustomerContact


class Customers(Parties):
    key = "customers"
    title = gettext_lazy("Customers")
    about = gettext_lazy(
        "VAT zone decides which VAT an invoice gets. New customers get the usual layout and payment terms where the file "
        "names none; documents that exist keep theirs."
    )
    right = "sales.edit"
    model = Customer
    list_name = "sales:customers"
    columns = (
        Column(
            "number",
            gettext_lazy("Customer number"),
            "whole",
            required=True,
            names=("kundenr", "kundenummer", "kunde", "customerno", "nr", "number", "no"),
            example=("10101", "10102"),
        ),
        *PARTY,
        Column(
            "discount_percent",
            gettext_lazy("Discount in percent"),
            "number",
            names=("rabatt", "rabat", "discount"),
            example=("", "10"),
        ),
        Column("delivery_name", gettext_lazy("Delivered to, name"), names=("leveringsnavn",), example=("", "")),
        Column(
            "delivery_street",
            gettext_lazy("Delivered to, street"),
            names=("leveringsadresse", "deliveryaddress"),
            example=("", ""),
        ),
        Column(
            "delivery_street2",
            gettext_lazy("Delivered to, second line"),
            names=("leveringsadresse2",),
            example=("", ""),
        ),
        Column(
            "delivery_postcode",
            gettext_lazy("Delivered to, postcode"),
            names=("leveringspostnr", "deliveryzipcode"),
            example=("", ""),
        ),
        Column(
            "delivery_city",
            gettext_lazy("Delivered to, city"),
            names=("leveringssted", "leveringsby"),
            example=("", ""),
        ),
        Column(
            "delivery_country",
            gettext_lazy("Delivered to, country"),
            "choice",
            names=("leveringsland",),
            example=("", ""),
            choices=countries.by_word,
        ),
    )

    def change(self, target: Any, facts: dict[str, Any]) -> None:
        customers.change(target, by=self.by, **facts)


class CustomerContacts(Contacts):
    key = "customer-contacts"
    title = gettext_lazy("Contacts of customers")
    about = gettext_lazy(
        "Who works there, and who gets which papers by mail. A person is known again by the e-mail address, or by the name "
        "where there is none."
    )
    right = "sales.edit"
    model, party = CustomerContact, Customer
    list_name = "sales:customers"
    columns = contact_columns(gettext_lazy("Customer number"), ("kundenr", "kundenummer", "kunde", "customerno"))

    @property
    def nobody(self) -> str:
        return _("No customer has the number %(number)s. Import customers first.")
