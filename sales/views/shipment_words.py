"""What a shipment's page says of the documents around it, and of what goes back when it is sent as picked. It only reads."""

from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from layouts.views.desk import Link, address
from layouts.views.kinds import key_of
from rackbeat.templatetags import ui
from sales.models import SalesInvoice, SalesInvoiceLine, Shipment
from sales.views import trade

MANY = 6  # so many lines that go back are named; of more, their number is said


def order_link(shipment: Shipment, may: bool) -> Link:
    """The order that it was made from; a link for those who may see orders."""
    number = shipment.order.number if shipment.order else ""
    return Link(_("Order %(number)s") % {"number": number}, reverse("sales:order", args=[number]) if may else "")


def invoice_link(invoice: SalesInvoice, may: bool) -> Link:
    """As in every chain; without an address for those who may not see invoices."""
    found = trade.invoice_link(invoice)
    return found if may else replace(found, url="")


def invoice_url(invoice: SalesInvoice) -> str:
    return address("sales:invoice", key_of(invoice))


def invoices_of(shipment: Shipment) -> list[SalesInvoice]:
    """Those that were made from it; of the order's others, those that name no shipment."""
    goods = SalesInvoiceLine.objects.filter(invoice=OuterRef("pk"), order_line__in=shipment.lines.values("order_line"))
    mine = Q(Exists(goods.filter(shipment=shipment))) | Q(Exists(goods.filter(shipment=None)))
    fields = ("number", "draft_number", "status", "kind", "agreement_id")
    rows = SalesInvoice.objects.filter(mine, order=shipment.order_id)
    return list(rows.only(*fields).order_by("draft_number"))


def source_of(shipment: Shipment) -> str:
    """Within a sentence: order 1042, or invoice 1001."""
    if shipment.order:
        return _("order %(number)s") % {"number": shipment.order.number}
    return _("invoice %(number)s") % {"number": shipment.invoice.number if shipment.invoice else ""}


def sent_words(shipment: Shipment) -> str:
    if not shipment.shipped_on:
        return ""
    day = ui.day(shipment.shipped_on)
    return f"{day}, {shipment.shipped_by.name}" if shipment.shipped_by else day


def goes_back(shipment: Shipment, lines: Any) -> str:
    """What is not picked, in a sentence; empty where all is."""
    rest = [(line, line.quantity - line.quantity_picked) for line in lines]
    rest = [(line, left) for line, left in rest if left]
    if not rest:
        return ""
    part, whole = _("%(left)s of %(quantity)s %(unit)s %(text)s"), _("%(quantity)s %(unit)s %(text)s")
    words = [
        (part if line.quantity_picked else whole)
        % {"left": ui.quantity(left), "quantity": ui.quantity(line.quantity), "unit": line.unit, "text": line.text}
        for line, left in rest[:MANY]
    ]
    if more := len(rest) - MANY if len(rest) > MANY else 0:
        words.append(ngettext("%(more)s more line", "%(more)s more lines", more) % {"more": more})
    many = 2 if len(rest) > 1 or rest[0][1] != 1 else 1
    said = ngettext("%(what)s goes back to %(source)s.", "%(what)s go back to %(source)s.", many)
    return said % {"what": ", ".join(words), "source": source_of(shipment)}
