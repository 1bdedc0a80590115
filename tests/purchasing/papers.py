"""Buying by its own papers, with exact amounts: what the ledger's machine does by documents. No tests here."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from inventory.models import Item, ItemGroup
from layouts import drafting
from purchasing import credits, invoices, receipts, returns
from rackbeat.lib.refusal import require
from tests.world import World

_numbers = count(1)


def price_of(amount, quantity):
    """The price of one, at which so many come to exactly that amount."""
    return round(Decimal(amount) / Decimal(quantity), 6)


@dataclass
class Papers:
    """The documents of one world's supplier. Each comes back booked."""

    world: World

    def __post_init__(self):
        group = ItemGroup.objects.get(has_stock=False)
        unit = self.world.hours.unit
        self.carriage = Item.objects.create(number="9901", name="Freight", group=group, unit=unit)

    @property
    def by(self):
        return {"by": self.world.owner}

    def receipt(self, lines, on):
        """(item, quantity, place, value) lines."""
        made = receipts.draft(self.world.maker, **self.by)
        for item, quantity, place, value in lines:
            facts = {"item": item, "quantity": quantity, "location": place, "text": item.name, "unit": "pcs"}
            drafting.add_line(made, price=price_of(value, quantity), **facts, **self.by)
        return receipts.receive(made, on=on, **self.by)

    def sent_back(self, line, quantity, place, on):
        """So much of a receipt's line, from that place."""
        made = returns.draft_from_receipt(line.receipt, **self.by)
        for other in made.lines.exclude(receipt_line=line):
            drafting.remove_line(other, **self.by)
        own = made.lines.first()
        require(own, "Nothing of the line is left, so the draft has none of it.")
        returns.change_line(own, quantity=quantity, location=place, **self.by)
        return returns.book(made, on=on, **self.by)

    def invoice(self, line, quantity, amount, on):
        """So much of a receipt's line, invoiced at that amount."""
        made = self._told(invoices.draft_from_receipt(line.receipt, **self.by))
        for other in made.lines.exclude(receipt_line=line):
            drafting.remove_line(other, **self.by)
        invoices.change_line(made.lines.get(), quantity=quantity, price=price_of(amount, quantity), **self.by)
        return invoices.book(made, on=on, **self.by)

    def reduction(self, line, quantity, amount, on):
        """A credit note over the receipt: the line's goods become cheaper by that amount."""
        made = self._told(credits.draft(self.world.maker, **self.by))
        invoices.add_receipt(made, line.receipt, **self.by)
        own = made.lines.get(receipt_line=line)
        credits.change_line(own, quantity=quantity, price=price_of(amount, quantity), **self.by)
        return credits.book(made, on=on, **self.by)

    def freight(self, receipt, amount, spread, on):
        """Freight over all that a receipt brought; below zero it is given back."""
        back = amount < 0
        made = self._told((credits if back else invoices).draft(self.world.maker, **self.by))
        invoices.add_receipt(made, receipt, with_goods=False, **self.by)
        facts = {"item": self.carriage, "text": "Freight", "quantity": Decimal(1), "spread": spread}
        (credits if back else invoices).add_line(made, price=abs(amount), **facts, **self.by)
        return (credits if back else invoices).book(made, on=on, **self.by)

    def credited(self, line, quantity, reason, on):
        """So much of an invoice's line, at the invoice's price: wrong, or it goes back."""
        quantities = {line.pk: quantity}
        made = credits.draft_from_invoice(line.invoice, reason=reason, quantities=quantities, **self.by)
        return credits.book(self._told(made), on=on, **self.by)

    def _told(self, document):
        today = self.world.agreement.today()
        return drafting.change(document, supplier_number=f"P-{next(_numbers)}", invoiced_on=today, **self.by)

    def reverse(self, document, on):
        verbs = {"supplierreturn": returns, "supplierinvoice": invoices}
        verb = verbs[document._meta.model_name]
        return (credits if getattr(document, "is_credit", False) else verb).reverse(document, on=on, **self.by)
