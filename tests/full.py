"""A world with some of everything, for tests that walk all addresses: every document in several states. No tests here.

Numbers, names and prices of `nordlys_full` occur in no other agreement, so that one can look for them where they must
not be.
"""

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts import grants, mail, numbers, registers
from accounts.importing import runs, work
from accounts.importing.kinds import all_kinds
from accounts.models import (
    BankAccount,
    Currency,
    CurrencyRate,
    DataExport,
    DeliveryTerms,
    Employee,
    NumberSeries,
    OwnAddress,
    PaymentTerms,
)
from inventory import adjustments, counts, transfers
from inventory.models import Adjustment, Item, ItemGroup, Location, Reason, Unit
from layouts import contacts, drafting
from layouts.models import Layout
from purchasing import credits as supplier_credits
from purchasing import invoices as supplier_invoices
from purchasing import orders as purchase_orders
from purchasing import prices as purchase_prices
from purchasing import receipts, returns
from purchasing.models import Supplier
from rackbeat.lib import periods
from sales import credits, invoices, orders, prices, quotes, shipments
from sales.models import Customer
from support import conversations
from tests.world import World, nordlys, solvang

SECRET = "Hemmelig"  # in every name of Nordlys
COST, PRICE = Decimal("4711.13"), Decimal("8123.57")
SHOWN = [whole.format(sign) for sign in ("", " ", "\u00a0", ".", ",") for whole in ("4{}711", "8{}123")]


def nordlys_full() -> World:
    """Agreement 1001, with numbers from 7001 on and words that only it has."""
    world = nordlys()
    with world.open():
        by = world.owner
        NumberSeries.objects.create(name="invoice drafts", next=7901)
        NumberSeries.objects.create(name="supplier invoice drafts", next=7951)
        for place, one in enumerate(numbers.series()):
            numbers.set_next(world.agreement, one.name, 7001 + 100 * place, by=by)
        registers.add(PaymentTerms, by=by, number=771, name=f"{SECRET} 9 days", kind="net", days=9)
        registers.add(DeliveryTerms, by=by, number=772, name=f"{SECRET} DAP")
        registers.add(BankAccount, by=by, name=f"{SECRET} account", account_number="1234 56 78903")
        DataExport.objects.create(asked_by=by)
        until = periods.now() + timedelta(days=3)
        grants.give(world.agreement, by=by, reason=f"{SECRET} question", until=until)
        Reason.objects.create(number=776, name=f"{SECRET} reason", kind="waste")
        registers.add(OwnAddress, by=by, name=f"{SECRET} quay", city="Bergen")
        registers.add(Employee, by=by, number=776, name=f"{SECRET} Ro")
        registers.add(
            CurrencyRate, by=by, currency=Currency(code="EUR"), since=date(2026, 1, 2), rate=Decimal("11.3777")
        )
        group = ItemGroup.objects.create(number=773, name=f"{SECRET} group", has_stock=True, vat_domestic=Decimal(25))
        unit = Unit.objects.create(number=774, name="hemm")
        shelf = Location.objects.create(code="H-77", name=f"{SECRET} shelf")
        Layout.objects.create(number=775, name=f"{SECRET} layout", language="en")
        item = Item.objects.create(
            number="H7755", name=f"{SECRET} lamp", group=group, unit=unit, sales_price=PRICE, default_location=shelf
        )
        shop = Customer.objects.create(number=77001, name=f"{SECRET} Kunde AS", city="Bergen")
        maker = Supplier.objects.create(number=77002, name=f"{SECRET} Leverandør GmbH")
    world.things.update(lamp=item, shelf=shelf, shop=shop, maker=maker)
    _trade(world)
    _imports(world)
    return world


def solvang_full() -> World:
    """Agreement 1002, as furnished, with the same kinds of documents."""
    world = solvang()
    _trade(world)
    return world


def _imports(world: World) -> None:
    """A spreadsheet that is read, and one whose rows were refused."""
    with world.open():
        for text in (f"Item number;Name;Cost price\nH7790;{SECRET} bell;{COST}\n", f"Item number;Name\nH/1;{SECRET}\n"):
            file = io.BytesIO(text.encode())
            run = runs.begin(all_kinds()["items"], file, name=f"{SECRET}.csv", size=len(text), by=world.owner)
        runs.start(run, by=world.owner)
        work.run(world.agreement.pk, run.pk)


def _ask_support(world: World) -> None:
    """One conversation; Nordlys has another before it, so that the latest one's number is its own."""
    for _time in range(2 if world.agreement.number == 1001 else 1):
        sent = [conversations.Sent("paper.pdf", b"%PDF-1.7")]
        conversations.begin(by=world.owner, text=f"{world.agreement.number}?", sent=sent)


def _charge(world: World, came: Any) -> None:
    """Two supplier invoices of a receipt: one booked, and one of the rest as a draft; what went back, credited and not."""
    by, today = world.owner, world.agreement.today()
    booked = supplier_invoices.draft_from_receipt(came, by=by)
    drafting.change(booked, by=by, supplier_number=f"{world.agreement.number}-F", invoiced_on=today)
    supplier_invoices.change_line(booked.lines.get(), by=by, quantity=Decimal(5))
    supplier_invoices.book(booked, by=by)
    supplier_invoices.draft_from_receipt(came, by=by)
    back = returns.draft_from_receipt(came, by=by)
    returns.change_line(back.lines.get(), by=by, quantity=Decimal(1))
    returns.book(back, by=by)
    returns.draft_from_receipt(came, by=by)
    credit = supplier_credits.draft_from_return(back, by=by)
    drafting.change(credit, by=by, supplier_number=f"{world.agreement.number}-K", invoiced_on=today)
    supplier_credits.book(credit, by=by)
    supplier_credits.draft_from_invoice(booked, by=by, reason="allowance")


def _trade(world: World) -> None:
    with world.open():
        by, item = world.owner, world.lamp
        contacts.add(world.shop, by=by, name="Kari", email="kari@fjord.example", receives=["invoice", "quote"])
        contacts.add(world.maker, by=by, name="Ute", email="ute@lumen.example", receives=["purchase_order"])
        buying = [purchase_orders.draft(world.maker, by=by) for _ in range(2)]
        for order in buying:
            facts = purchase_prices.line_facts(world.maker, item) | {"price": COST}
            drafting.add_line(order, by=by, item=item, quantity=Decimal(20), **facts)
        purchase_orders.send(buying[1], by=by)
        came = receipts.receive(receipts.draft_from_order(buying[1], by=by), by=by)
        _charge(world, came)
        free = receipts.draft(world.maker, by=by)
        facts = purchase_prices.line_facts(world.maker, item) | {"price": COST}
        drafting.add_line(free, by=by, item=item, location=world.shelf, quantity=Decimal(1), **facts)
        for sent in (False, True):
            _lines(world, quote := quotes.draft(world.shop, by=by))
            if sent:
                quotes.send(quote, by=by)
        selling = [_lines(world, orders.draft(world.shop, by=by)) for _ in range(4)]
        for order in selling[1:]:
            orders.confirm(order, by=by)
        shipments.draft_from_order(selling[1], by=by)
        shipments.pick_all(shipments.draft_from_order(selling[2], by=by), by=by)
        shipments.pick_all_and_ship(shipments.draft_from_order(selling[3], by=by), by=by)
        invoices.draft_from_order(selling[2], by=by)
        booked = invoices.book(invoices.draft_from_order(selling[3], by=by), by=by)
        _ask_support(world)
        file = mail.File("paper.pdf", b"%PDF-1.7")
        mail.send(to=["kari@fjord.example"], subject="Paper", body="Here it is.", files=[file], about=booked, by=by)
        invoices.pay(booked, Decimal(10), by=by)
        note = credits.draft_from_invoice(
            booked, by=by, reason="returned", quantities={booked.lines.earliest("position").pk: Decimal(1)}
        )
        credits.book(note, by=by)
        credits.draft_from_invoice(booked, by=by, reason="wrong")
        _stock(world)


def _stock(world: World) -> None:
    """Adjustments of both kinds, a transfer on its way, counts: each as a draft and booked."""
    by, item, one = world.owner, world.lamp, Decimal(1)
    waste = Reason.objects.latest("pk")
    van = Location.objects.create(code="H-VAN", is_transport=True)
    for booked in (True, False):
        adjustment = adjustments.draft(waste, by=by)
        adjustments.add_line(adjustment, by=by, item=item, location=world.shelf, quantity=one, cost=COST)
        value = adjustments.draft(waste, by=by, kind=Adjustment.Kind.COST)
        adjustments.add_line(value, by=by, item=item, cost=COST if not booked else COST + 1)
        transfer = transfers.draft(world.shelf, world.yard, by=by, transport=van)
        transfers.add_line(transfer, by=by, item=item, quantity=one)
        if booked:
            adjustments.book(adjustment, by=by)
            adjustments.book(value, by=by)
            transfers.book(transfer, by=by)
            counts.book(counts.count(counts.begin(van, by=by)[0].lines.get(), one, by=by).count, by=by)
    counts.begin(world.shelf, by=by)


def _lines(world: World, document):
    for _ in range(2):
        facts = prices.line_facts(document, world.shop, world.lamp)
        drafting.add_line(document, by=world.owner, item=world.lamp, quantity=Decimal(1), **facts)
    return document
