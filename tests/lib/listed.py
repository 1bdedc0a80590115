"""Lists to try the engine with, over real orders and customers, and how to read what they answer. No tests here."""

import datetime as dt
import re
from decimal import Decimal

from django.urls import path
from django.utils.translation import ngettext_lazy

from rackbeat.lib.filters import ChoiceSetFilter, DateRangeFilter, ListFilters, PartyFilter, PickFilter, YesNoFilter
from rackbeat.lib.lists import (
    Action,
    AmountColumn,
    BadgeColumn,
    Column,
    DateColumn,
    LinkColumn,
    ListPage,
    View,
)
from rackbeat.urls import urlpatterns as house
from sales.models import Customer, SalesOrder

TODAY = dt.date(2026, 11, 23)
LIST = "/try/orders/"


class Filters(ListFilters):
    status = ChoiceSetFilter(label="Status", choices=SalesOrder.Status)
    delivery = ChoiceSetFilter(label="Delivery", choices=SalesOrder.Delivery)
    ordered_on = DateRangeFilter(label="Order date")
    customer = PartyFilter(label="Customer", name="party_name")
    currency = PickFilter(label="Currency", choices=[("NOK", "NOK"), ("EUR", "EUR")])
    by_hand = YesNoFilter(field_name="archived_by_hand", label="By hand")


class Orders(ListPage):
    name = "try.orders"
    allows = "sales.view"
    title = "Orders"
    noun = ngettext_lazy("order", "orders")
    rows = SalesOrder.objects.all
    filterset = Filters
    columns = (
        LinkColumn("number", "No."),
        DateColumn("ordered_on", "Order date"),
        Column("party_name", "Customer"),
        Column("their_reference", "Your ref.", soft=True, css="ref"),
        DateColumn("wanted_on", "Wanted", late=lambda row, today: row.wanted_on < today),
        AmountColumn("amount_net", "Amount", right="price.view", total=True),
        BadgeColumn("status", "Order status"),
        BadgeColumn("delivery", "Delivery"),
        BadgeColumn("invoicing", "Invoicing"),
    )
    order_by = "-number"
    search = ("number", "party_name", "their_reference")
    views = (
        View("active", "Active", count=True),
        View("to-ship", "To ship", {"delivery": "ready,partly"}, count=True),
        ("archived", "Archived", {"archived": "only"}),
    )
    create = Action("sales:order_new", right="sales.edit")
    bulk = (Action("try_bulk", "Do it"),)
    totals_note = "excl. VAT"
    empty = "No orders yet."

    def row_url(self, row):
        return f"/try/orders/{row.number}/"


class PlainOrders(Orders):
    """No views, no bulk: for those who may not see much."""

    allows = "shipments.view"
    name = "try.plain"
    views = ()
    bulk = ()


class Customers(ListPage):
    name = "try.customers"
    allows = "sales.view"
    title = "Customers"
    rows = Customer.objects.all
    columns = (LinkColumn("number"), Column("name", sort="name_sort"))
    order_by = "number"

    def row_url(self, row):
        return f"/try/customers/{row.number}/"


urlpatterns = [
    path("try/orders/", Orders.as_view()),
    path("try/plain/", PlainOrders.as_view()),
    path("try/customers/", Customers.as_view()),
    path("try/bulk/", Orders.as_view(), name="try_bulk"),
    *house,
]


# --- orders, and how to read a list -----------------------------------------------------------------------------


def orders(world, count=1, *, start=1001, **facts):
    """So many orders of the shop, numbered from `start`. Straight into the table: lists only read."""
    with world.open():
        return SalesOrder.objects.bulk_create(
            SalesOrder(
                number=start + n,
                customer=world.shop,
                currency="NOK",
                **{"party_name": world.shop.name, "ordered_on": TODAY, "amount_net": Decimal("100.50"), **facts},
            )
            for n in range(count)
        )


def numbers(response):
    """The numbers in the rows, as they stand."""
    body = response.content.decode()
    return [
        int(number) for number in re.findall(r'<th role="rowheader" scope="row" class="nr"><a href="[^"]*">(\d+)', body)
    ]


def text(response):
    """The words of the page without its marks, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def following(response, rel):
    found = re.search(rf'href="([^"]*)" rel="{rel}"', response.content.decode())
    return found.group(1).replace("&amp;", "&") if found else None


def walk(client, address, rel="next"):
    """Page after page: the numbers, and the words about where we are."""
    seen, places = [], []
    while address:
        response = client.get(LIST + address)
        seen.append(numbers(response))
        places.append(re.search(r"[\d,]+–[\d,]+ of [\d,+]+", text(response)).group())
        address = following(response, rel)
    return seen, places


def remember(client, query, **more):
    return client.post(LIST, {"do": "remember", "query": query, **more})
