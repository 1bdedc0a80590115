"""A year of trade, told day by day through the real verbs with the one clock: what is planned waits in a queue of moments.

The same on every machine: dice with a fixed seed, and days counted in whole weeks back from this week's Monday.
"""

import heapq
import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import DeliveryTerms
from accounts.tenancy import acting_for
from demo import charges, shelves
from demo.company import Company
from inventory import availability
from inventory.models import Item, StockBalance
from layouts import drafting
from purchasing import orders as purchase_orders
from purchasing import prices as purchase_prices
from purchasing import receipts
from purchasing.models import PurchaseOrder
from rackbeat.lib import periods
from sales import credits, invoices, orders, prices, quotes, shipments
from sales.models import Quote, SalesInvoice, SalesOrder, Shipment

WEEKS = 52
DAYS = 7 * WEEKS
WORKDAYS = 5


class Year:
    """One company's year: plans, and the acts that follow from them."""

    def __init__(self, company: Company, *, seed: int, per_week: float) -> None:
        self.company = company
        self.dice = random.Random(seed)  # noqa: S311 (a story, not a secret)
        self.per_week = per_week
        self.zone = ZoneInfo(company.agreement.time_zone)
        monday = date.today() - timedelta(days=date.today().weekday())
        self.start = monday - timedelta(days=DAYS)
        self.end = datetime.combine(monday - timedelta(days=2), time(0), self.zone)
        self.plans: list[tuple[datetime, int, Callable[[], Any]]] = []
        self.count = 0
        self.stock = [(item, thing) for item, thing in company.items if thing.supplier is not None]
        self.extra = [(item, thing) for item, thing in company.items if thing.supplier is None]

    # --- the calendar ---------------------------------------------------------------------------------------------

    def plan(self, day: date, hour: float, act: Callable[[], Any]) -> None:
        """Let `act` happen on `day` (a Saturday's or Sunday's on the Monday after) around `hour`."""
        while day.weekday() >= WORKDAYS:
            day += timedelta(days=1)
        minutes = int(hour * 60) + self.dice.randrange(50)
        moment = datetime.combine(day, time(minutes // 60, minutes % 60, self.dice.randrange(60)), self.zone)
        self.count += 1
        heapq.heappush(self.plans, (moment, self.count, act))

    def set(self, week: int, hour: int, act: Callable[[], Any]) -> None:
        """Let `act` happen on the Wednesday of a week at that hour, whatever the dice say."""
        moment = datetime.combine(self.start + timedelta(weeks=week, days=2), time(hour, 7), self.zone)
        self.count += 1
        heapq.heappush(self.plans, (moment, self.count, act))

    def later(self, days: int, hour: float, act: Callable[[], Any]) -> None:
        self.plan(self.today + timedelta(days=days), hour, act)

    @property
    def today(self) -> date:
        return self.company.agreement.today()

    def tell(self) -> Iterator[float]:
        """Live through the year; yields the part of it that has passed, after each week."""
        self.prepare()
        whole = (self.end - datetime.combine(self.start, time(0), self.zone)).total_seconds()
        while self.plans and self.plans[0][0] < self.end:
            until = self.plans[0][0] + timedelta(days=7)
            with acting_for(self.company.agreement):
                while self.plans and self.plans[0][0] < min(until, self.end):
                    moment, _count, act = heapq.heappop(self.plans)
                    with periods.at(moment.astimezone(UTC)):
                        act()
            yield min(1.0, 1 - (self.end - until).total_seconds() / whole)

    def prepare(self) -> None:
        self.plan(self.start, 7, self.opening_stock)
        for week in range(WEEKS):
            monday = self.start + timedelta(weeks=week)
            if week:
                self.plan(monday + timedelta(days=1), 8, self.reorder)
            season = 1 + 0.35 * (week % 26 > 18) + 0.5 * week / WEEKS
            count = int(self.per_week * season + self.dice.random())
            for _order in range(count):
                self.plan(monday + timedelta(days=self.dice.randrange(WORKDAYS)), self.dice.uniform(8, 14), self.demand)
        for back in range(12, 1, -1):
            self.plan(self.end.date() - timedelta(days=back), 13, partial(self.stay_open, back))
        for back in range(4):
            self.plan(self.end.date() - timedelta(days=1), 13, partial(self.second_thoughts, back))
        self.plan(self.end.date() - timedelta(days=1), 14, self.loose_ends)
        shelves.plan(self)

    # --- buying -----------------------------------------------------------------------------------------------------

    def opening_stock(self) -> None:
        for supplier in self.company.suppliers:
            things = [(i, t) for i, t in self.stock if t.supplier == self.company.suppliers.index(supplier)]
            order = self._purchase(supplier, [(item, thing, thing.lot * 14) for item, thing in things])
            self._receive(order, share=1.0)

    def reorder(self) -> None:
        """Each Tuesday: what lies below its minimum is bought, a purchase order for each supplier."""
        rows: Any = availability.with_stock(Item.objects.filter(pk__in=[item.pk for item, _thing in self.stock]))
        free = {row.pk: row.available + row.incoming for row in rows}
        for index, supplier in enumerate(self.company.suppliers):
            short = [
                (item, thing, thing.lot * self.dice.choice([8, 10, 12]))
                for item, thing in self.stock
                if thing.supplier == index and free[item.pk] < thing.lot * 5
            ]
            if short:
                order = self._purchase(supplier, short)
                late = self.dice.choice([-2, 0, 0, 1, 3, 6])
                share = self.dice.choice([1.0, 1.0, 1.0, 0.6])
                self.later(
                    max(2, (supplier.delivery_days or 0) + late),
                    9,
                    partial(self._receive, order, share),
                )

    def _purchase(self, supplier, wanted) -> PurchaseOrder:
        by = self.company.owner
        order = purchase_orders.draft(supplier, by=by, delivery_terms=self.company.delivery[2])
        weeks = (self.today - self.start).days / 7
        for item, thing, quantity in wanted:
            facts = purchase_prices.line_facts(supplier, item)
            rise = Decimal(str(1 + 0.06 * weeks / WEEKS + self.dice.choice([-0.01, 0, 0, 0.015])))
            facts["price"] = (thing.cost * rise).quantize(Decimal("0.10"))
            drafting.add_line(order, by=by, item=item, quantity=Decimal(quantity), **facts)
        return purchase_orders.send(order, by=by)

    def _receive(self, order: PurchaseOrder, share: float) -> None:
        receipt = receipts.draft_from_order(order, by=self.company.worker)
        if share < 1:
            for line in receipt.lines.all():
                drafting.change_line(
                    line, by=self.company.worker, quantity=Decimal(int(line.quantity * Decimal(str(share))) or 1)
                )
            self.later(8, 10, lambda: self._receive(order, 1.0))
        charges.plan(self, receipts.receive(receipt, by=self.company.worker))

    # --- selling ----------------------------------------------------------------------------------------------------

    def demand(self) -> None:
        """Somebody wants something: by a quote first (one in four), or an order at once."""
        customer = self.dice.choice(self.company.customers)
        lines = self._lines()
        if self.dice.random() < 0.25:
            quote = quotes.draft(customer, by=self.company.owner, delivery_terms=self._delivery(customer))
            self._fill(quote, customer, lines)
            quotes.send(quote, by=self.company.owner)
            self.later(self.dice.randint(2, 9), 10, lambda: self._answer(quote))
        else:
            wanted = self.today + timedelta(days=self.dice.randint(3, 9))
            terms = self._delivery(customer)
            order = orders.draft(customer, by=self.company.owner, wanted_on=wanted, delivery_terms=terms)
            self._fill(order, customer, lines)
            self._promise(order)

    def _delivery(self, customer) -> DeliveryTerms:
        """Some of them come for their goods."""
        return self.company.delivery[customer.number % 3 == 0]

    def _lines(self):
        few = self.dice.sample(self.stock, k=min(self.dice.choice([1, 2, 3, 3, 4, 5]), len(self.stock)))
        lines = [(item, max(1, int(thing.lot * self.dice.choice([0.5, 0.5, 1, 1, 1.5, 2])))) for item, thing in few]
        if self.extra and self.dice.random() < 0.5:
            item, thing = self.dice.choice(self.extra)
            lines.append((item, thing.lot))
        return lines

    def _fill(self, document, customer, lines) -> None:
        for item, quantity in lines:
            facts = prices.line_facts(document, customer, item)
            drafting.add_line(document, by=self.company.owner, item=item, quantity=Decimal(quantity), **facts)

    def _answer(self, quote: Quote) -> None:
        answer = self.dice.random()
        if answer < 0.2:
            quotes.reject(quote, by=self.company.owner)
        elif answer < 0.9:
            self._promise(orders.draft_from_quote(quote, by=self.company.owner))

    def _promise(self, order: SalesOrder) -> None:
        orders.confirm(order, by=self.company.owner)
        if self.dice.random() < 0.03:
            self.later(2, 11, lambda: self._cancel(order))
        else:
            self.later(self.dice.randint(1, 5), 12, lambda: self._ship(order))

    def _cancel(self, order: SalesOrder) -> None:
        orders.cancel(order, by=self.company.owner)

    def _ship(self, order: SalesOrder) -> None:
        """Send what lies there; the rest when more has come."""
        order.refresh_from_db()
        if order.delivery == SalesOrder.Delivery.FULL:
            self._invoice_order(order)
            return
        shipment = shipments.draft_from_order(order, by=self.company.worker)
        if self._pick(shipment):
            shipment = shipments.ship(shipment, by=self.company.worker)
            order.refresh_from_db()
            if self.dice.random() < 0.6:
                self.later(self.dice.choice([0, 1, 1, 3]), 15, lambda: self._invoice_shipment(shipment))
            elif order.delivery == SalesOrder.Delivery.FULL:
                self.later(self.dice.choice([0, 1, 2]), 15, lambda: self._invoice_order(order))
        else:
            shipments.delete(shipment, by=self.company.worker)
        if order.delivery != SalesOrder.Delivery.FULL:
            self.later(6, 12, lambda: self._ship(order))

    def _pick(self, shipment: Shipment) -> bool:
        """Pick what lies at each line's location; True if anything did."""
        lines = list(shipment.lines.all())
        lie = {
            (row.item_id, row.location_id): row.on_hand
            for row in StockBalance.objects.filter(item__in=[line.item_id for line in lines])
        }
        if all(lie.get((line.item_id, line.location_id), 0) >= line.quantity for line in lines):
            shipments.pick_all(shipment, by=self.company.worker)
            return True
        some = False
        for line in lines:
            take = min(lie.get((line.item_id, line.location_id), Decimal(0)), line.quantity)
            if take > 0:
                shipments.pick(line, take, by=self.company.worker)
                some = True
        return some

    def _invoice_shipment(self, shipment: Shipment) -> None:
        order = SalesOrder.objects.get(pk=shipment.order_id)
        if any(line.quantity_to_invoice for line in order.lines.select_related("item__group")):
            self._book(invoices.draft_from_shipment(shipment, by=self.company.owner))

    def _invoice_order(self, order: SalesOrder) -> None:
        if any(line.quantity_to_invoice for line in order.lines.select_related("item__group")):
            self._book(invoices.draft_from_order(order, by=self.company.owner))

    def _book(self, invoice: SalesInvoice) -> None:
        invoice = invoices.book(invoice, by=self.company.owner)
        if self.dice.random() < 0.96:
            wait = ((invoice.due_on or self.today) - self.today).days + self.dice.choice([-6, -3, -1, 0, 0, 2, 5, 18])
            self.later(max(1, wait), 9, lambda: invoices.pay(invoice, invoice.amount_total, by=self.company.owner))

    # --- what lies open on the last Friday -------------------------------------------------------------------------

    def stay_open(self, back: int) -> None:
        """An order of the last two weeks that has stopped half-way: waiting, late, partly sent, sent but not invoiced."""
        order = self._open_order(
            self.company.customers[back % len(self.company.customers)], days=self.dice.choice([2, 5, 12])
        )
        stage = back % 4
        if stage == 0:
            return
        shipment = shipments.draft_from_order(order, by=self.company.worker)
        if stage == 1:
            line = shipment.lines.earliest("position")
            if line.quantity > 1 and self._lies(line) >= 1:
                shipments.pick(line, min(line.quantity // 2, self._lies(line)), by=self.company.worker)
                shipment = shipments.ship(shipment, by=self.company.worker)
                self._book(invoices.draft_from_shipment(shipment, by=self.company.owner))
        elif self._pick(shipment) and stage == 2:
            shipments.ship(shipment, by=self.company.worker)

    def _lies(self, line) -> Decimal:
        balance = StockBalance.objects.filter(item=line.item_id, location=line.location_id).first()
        return balance.on_hand if balance else Decimal(0)

    def second_thoughts(self, back: int) -> None:
        """What was sent and then went another way: a rest order, a rest that is given up, goods that come back, a wrong invoice."""
        order = self._open_order(self.company.customers[back % len(self.company.customers)], days=9)
        shipment = shipments.draft_from_order(order, by=self.company.worker)
        line = shipment.lines.earliest("position")
        part = min(line.quantity // 2, self._lies(line)) if back < 2 else min(line.quantity, self._lies(line))
        if part < 1:
            return
        shipments.pick(line, part, by=self.company.worker)
        shipment = shipments.ship(shipment, by=self.company.worker)
        order.refresh_from_db()
        partly = order.delivery == SalesOrder.Delivery.PARTLY
        if back < 2 and partly:
            (orders.split if back == 0 else orders.cancel_rest)(order, by=self.company.owner)
            return
        invoice = invoices.book(invoices.draft_from_shipment(shipment, by=self.company.owner), by=self.company.owner)
        if back == 2:
            sold = invoice.lines.exclude(item=None).earliest("position")
            parts = {sold.pk: max(Decimal(1), sold.quantity // 3)}
            note = credits.draft_from_invoice(invoice, by=self.company.owner, reason="returned", quantities=parts)
            credits.book(note, by=self.company.owner)
        else:
            credits.recreate(invoice, by=self.company.owner)

    def loose_ends(self) -> None:
        """Something of everything that waits: drafts, picking, a receipt at the door."""
        owner, worker, customers = self.company.owner, self.company.worker, self.company.customers
        for customer in customers[:2]:
            quote = quotes.draft(customer, by=owner)
            self._fill(quote, customer, self._lines())
            if customer is customers[0]:
                quotes.send(quote, by=owner)
        shipments.draft_from_order(self._open_order(customers[2]), by=worker)
        order = orders.draft(customers[-1], by=owner, wanted_on=self.today + timedelta(days=10))
        self._fill(order, customers[-1], self._lines())
        orders.cancel(self._open_order(customers[1]), by=owner)
        invoices.draft_from_order(self._open_order(customers[0]), by=owner)
        supplier = self.company.suppliers[0]
        things = [(item, thing, thing.lot * 6) for item, thing in self.stock if thing.supplier == 0][:3]
        receipts.draft_from_order(self._purchase(supplier, things), by=worker)
        purchase = purchase_orders.draft(self.company.suppliers[1], by=owner)
        item, thing = next((i, t) for i, t in self.stock if t.supplier == 1)
        facts = purchase_prices.line_facts(self.company.suppliers[1], item)
        drafting.add_line(purchase, by=owner, item=item, quantity=Decimal(thing.lot * 10), **facts)

    def _open_order(self, customer, days: int = 5) -> SalesOrder:
        wanted = self.today + timedelta(days=days)
        terms = self._delivery(customer)
        order = orders.draft(customer, by=self.company.owner, wanted_on=wanted, delivery_terms=terms)
        self._fill(order, customer, self._lines())
        return orders.confirm(order, by=self.company.owner)
