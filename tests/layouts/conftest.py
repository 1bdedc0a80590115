"""A seller with one customer, enough to print; made straight from the tables because paper asks only what stands there."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Agreement, BankAccount, PaymentTerms
from accounts.tenancy import acting_for
from inventory.models import Item, ItemGroup, Location, Unit
from layouts import defaults
from layouts.documents import reckon
from sales.models import Customer, SalesInvoice, SalesInvoiceLine, SalesOrder, SalesOrderLine, Shipment, ShipmentLine


@pytest.fixture
def seller(db):
    """Nordlys, with its default layout; the test runs inside its scope."""
    agreement = Agreement.objects.create(
        number=9001,
        name="Nordlys Sykkel AS",
        org_number="312498766",
        country="NO",
        base_currency_id="NOK",
        principle="fifo",
        street="Verkstedveien 12",
        postcode="0277",
        city="Oslo",
        email="ordre@nordlys.example",
        website="nordlys.example",
    )
    with acting_for(agreement):
        BankAccount.objects.create(
            name="Drift", account_number="1234 56 78903", iban="NO7112345678903", is_default=True
        )
        PaymentTerms.objects.create(number=1, name="Netto 30", days=30, text="Netto 30 dager.", is_default=True)
        defaults.furnish(agreement)
        yield agreement


@pytest.fixture
def customer(seller):
    from layouts.models import Layout

    return Customer.objects.create(
        number=10014,
        name="Holmen Sportslager AS",
        street="Storgata 120",
        postcode="0184",
        city="Oslo",
        reference="Petter Aas",
        layout=Layout.objects.get(),
        payment_terms=PaymentTerms.objects.get(),
        delivery_name="Holmen Sportslager",
        delivery_street="Alnabruveien 3",
        delivery_postcode="0668",
        delivery_city="Oslo",
    )


@pytest.fixture
def lamp(seller):
    group = ItemGroup.objects.create(number=1, name="Lys", vat_domestic=Decimal(25))
    unit = Unit.objects.create(number=1, name="stk")
    return Item.objects.create(number="2040", name="Frontlys Polar 800 lm", group=group, unit=unit)


@pytest.fixture
def invoice(customer, lamp):
    """A draft of two lamps at 279.00 less 10 %, one text line, VAT 25 %."""
    draft = SalesInvoice(
        draft_number=17,
        customer=customer,
        currency="NOK",
        our_reference="Anna Berg",
        payment_terms=customer.payment_terms,
        invoiced_on=date(2026, 11, 23),
        due_on=date(2026, 12, 23),
    )
    draft.copy_party(customer)
    draft.save()
    line = SalesInvoiceLine(
        invoice=draft,
        position=1,
        item=lamp,
        text=lamp.name,
        unit="stk",
        quantity=Decimal(2),
        price=Decimal("279"),
        discount_percent=Decimal(10),
        vat_percent=Decimal(25),
    )
    line.reckon()
    line.save()
    SalesInvoiceLine.objects.create(invoice=draft, position=2, text="Leveres med følgeseddel 2087")
    reckon(draft, draft.lines.all())
    draft.save()
    return draft


@pytest.fixture
def booked(invoice):
    """The same invoice, final."""
    invoice.number, invoice.status = 5120, SalesInvoice.Status.BOOKED
    invoice.payment_text = "Netto 30 dager."
    invoice.save()
    return invoice


@pytest.fixture
def shipment(customer, lamp):
    """Lamps from two places, written down against the walking order."""
    order = SalesOrder(number=1045, customer=customer, currency="NOK", ordered_on=date(2026, 11, 18))
    order.copy_party(customer)
    order.save()
    ordered = SalesOrderLine.objects.create(order=order, position=1, item=lamp, text=lamp.name, quantity=Decimal(5))
    shipment = Shipment(number=2087, customer=customer, order=order, currency="NOK")
    shipment.copy_party(customer)
    shipment.save()
    for position, (code, quantity) in enumerate([("B-02-3", 3), ("A-01-2", 2)], start=1):
        ShipmentLine.objects.create(
            shipment=shipment,
            position=position,
            order_line=ordered,
            item=lamp,
            location=Location.objects.create(code=code),
            text=lamp.name,
            unit="stk",
            quantity=Decimal(quantity),
        )
    return shipment
