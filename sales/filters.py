"""What the lists of sales can be narrowed by."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rackbeat.lib.filters import ChoiceSetFilter, DateRangeFilter, ListFilters, PartyFilter, PickFilter, YesNoFilter
from sales.models import Quote, SalesInvoice, SalesOrder, Shipment


class QuoteFilters(ListFilters):
    status = ChoiceSetFilter(choices=Quote.Status, label=_("Status"))
    quoted_on = DateRangeFilter(label=_("Quote date"))
    valid_until = DateRangeFilter(label=_("Valid until"), coming=True)
    customer = PartyFilter(label=_("Customer"), name="party_name")


class OrderFilters(ListFilters):
    status = ChoiceSetFilter(choices=SalesOrder.Status, label=_("Order status"))
    delivery = ChoiceSetFilter(choices=SalesOrder.Delivery, label=pgettext_lazy("track", "Delivery"))
    invoicing = ChoiceSetFilter(choices=SalesOrder.Invoicing, label=pgettext_lazy("track", "Invoicing"))
    ordered_on = DateRangeFilter(label=_("Order date"))
    wanted_on = DateRangeFilter(label=_("Wanted on"), coming=True)
    customer = PartyFilter(label=_("Customer"), name="party_name")


class ShipmentFilters(ListFilters):
    status = ChoiceSetFilter(choices=Shipment.Status, label=pgettext_lazy("track", "Sent"))
    picking = ChoiceSetFilter(choices=Shipment.Picking, label=pgettext_lazy("track", "Picked"))
    ship_on = DateRangeFilter(label=_("Ship on"), coming=True)
    shipped_on = DateRangeFilter(label=_("Sent on"))
    customer = PartyFilter(label=_("Customer"), name="party_name")


OPEN = Q(status="booked") & Q(amount_paid__lt=F("amount_total"))


class InvoiceFilters(ListFilters):
    status = ChoiceSetFilter(choices=SalesInvoice.Status, label=_("Invoice status"))
    delivery = ChoiceSetFilter(choices=SalesInvoice.Delivery, label=pgettext_lazy("track", "Delivered"))
    kind = PickFilter(choices=SalesInvoice.Kind, label=_("Type"))
    paid = YesNoFilter(label=_("Paid"), where=Q(status="booked") & Q(amount_paid__gte=F("amount_total")))
    invoiced_on = DateRangeFilter(label=_("Invoice date"))
    due_on = DateRangeFilter(label=_("Due date"), coming=True)
    customer = PartyFilter(label=_("Customer"), name="party_name")


class CustomerFilters(ListFilters):
    barred = YesNoFilter(field_name="is_barred", label=_("Barred"))
    layout = YesNoFilter(label=_("Has layout"), where=Q(layout__isnull=False))
