"""What brought about the status that a sales document has now, where counting its lines does not say it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rackbeat.templatetags import ui
from sales.models import Quote, SalesInvoice, SalesOrder, Shipment
from sales.views.trade import invoice_name, kept


def of_quote(quote: Quote) -> dict[str, str]:
    """Accepted: what it became."""
    if quote.status != Quote.Status.ACCEPTED:
        return {}
    orders = [_("order %(number)s") % {"number": each.number} for each in orders_made(quote)]
    names = [*orders, *(_lower(invoice_name(each)) for each in invoices_made(quote))]
    return {"status": _("became %(names)s") % {"names": ", ".join(names)}} if names else {}


def orders_made(quote: Quote) -> list[Any]:
    return kept(quote, "orders_made", lambda: quote.orders.order_by("number"))


def invoices_made(quote: Quote) -> list[Any]:
    return kept(quote, "invoices_made", lambda: quote.invoices.order_by("number", "draft_number"))


def of_order(order: SalesOrder, sent: Iterable[Shipment], billed: Iterable[SalesInvoice]) -> dict[str, str]:
    """Cancelled: by the order of its rest, or when; ready: which shipment or draft waits."""
    found = {}
    if order.status == SalesOrder.Status.CANCELLED:
        numbers = ", ".join(str(each.number) for each in rest_orders(order))
        taken = _("rest order %(number)s took over what was left") % {"number": numbers}
        found["status"] = taken if numbers else ui.day(order.cancelled_at)
    if order.delivery == SalesOrder.Delivery.READY:
        found["delivery"] = _waiting([each.number for each in sent if each.status == Shipment.Status.OPEN])
    if order.invoicing == SalesOrder.Invoicing.READY:
        drafts = [each.draft_number for each in billed if each.status == SalesInvoice.Status.DRAFT]
        words = ngettext("invoice draft %(numbers)s waits", "invoice drafts %(numbers)s wait", len(drafts))
        found["invoicing"] = words % {"numbers": ", ".join(map(str, drafts))} if drafts else ""
    return found


def rest_orders(order: SalesOrder) -> list[Any]:
    return kept(order, "rests_made", lambda: order.rest_orders.order_by("number"))


def of_invoice(invoice: SalesInvoice, lines: Iterable[Any], sent: Iterable[Shipment]) -> dict[str, str]:
    """Booked when; sent though nothing is due, since all was credited or no line is of goods; ready: what waits."""
    found = {"status": ui.day(invoice.invoiced_on) if invoice.status == SalesInvoice.Status.BOOKED else ""}
    goods = [line for line in lines if line.is_stock and line.quantity > 0]
    if invoice.delivery == SalesInvoice.Delivery.FULL and not goods:
        found["delivery"] = _("no line is of goods in stock")
    elif invoice.delivery == SalesInvoice.Delivery.FULL and not any(line.quantity_to_send for line in goods):
        found["delivery"] = _("all of it is credited, so nothing is to be sent")
    if invoice.delivery == SalesInvoice.Delivery.READY:
        found["delivery"] = _waiting([each.number for each in sent if each.status == Shipment.Status.OPEN])
    return found


def of_shipment(shipment: Shipment) -> dict[str, str]:
    return {"status": ui.day(shipment.shipped_on)}


def _waiting(numbers: list[int | None]) -> str:
    words = ngettext("shipment %(numbers)s waits", "shipments %(numbers)s wait", len(numbers))
    return words % {"numbers": ", ".join(map(str, numbers))} if numbers else ""


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
