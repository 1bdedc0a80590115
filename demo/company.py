"""A sample company's registers: groups, units, locations, items, partners."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Agreement, BankAccount, DeliveryTerms, PaymentTerms, User, VatZone
from demo import trade_terms
from demo.goods import Thing
from inventory.models import Item, ItemGroup, Location, Unit
from layouts.models import Layout
from purchasing.models import Supplier
from sales.models import Customer

NORDIC = {"NO", "DK", "SE"}


@dataclass
class Company:
    """What a year of trade needs to know."""

    agreement: Agreement
    owner: User
    worker: User
    items: list[tuple[Item, Thing]]
    customers: list[Customer]
    suppliers: list[Supplier]
    delivery: list[DeliveryTerms]


def furnish(  # noqa: PLR0917 (what a company consists of)
    agreement: Agreement,
    owner: User,
    worker: User,
    things: list[Thing],
    customers: Sequence[tuple[str, ...]],
    suppliers: list[tuple[str, str, str, str, str, int]],
) -> Company:
    """Fill the registers; call it inside the agreement's scope."""
    dice = random.Random(agreement.number)  # noqa: S311 (a story, not a secret)
    terms = list(PaymentTerms.objects.order_by("number"))
    layout = Layout.objects.get(is_default=True)
    english = trade_terms.abroad(layout, owner)
    return Company(
        agreement,
        owner,
        worker,
        _items(agreement, things),
        [_customer(number, facts, terms, layout, dice) for number, facts in enumerate(customers, start=10001)],
        [
            _supplier(agreement, number, facts, terms[1], layout if facts[4] in NORDIC else english)
            for number, facts in enumerate(suppliers, start=20001)
        ],
        trade_terms.furnish(agreement, owner),
    )


def _items(agreement: Agreement, things: list[Thing]) -> list[tuple[Item, Thing]]:
    rate = Decimal(25)
    goods, services = ItemGroup.objects.order_by("number")
    groups = {services.name: services}
    for name in dict.fromkeys(thing.group for thing in things if thing.supplier is not None):
        groups[name] = ItemGroup.objects.create(number=10 * (len(groups) + 1), name=name, vat_domestic=rate)
    goods.delete()
    units = {unit.name: unit for unit in Unit.objects.all()}
    units |= {"m": units["meter"], "time": units["time"]}
    for name in dict.fromkeys(thing.unit for thing in things):
        if name not in units:
            units[name] = Unit.objects.create(number=max(u.number for u in units.values()) + 1, name=name)
    Unit.objects.filter(name="meter").update(name="m")
    places = _places([thing.place for thing in things if thing.place])
    return [
        (
            Item.objects.create(
                number=thing.number,
                name=thing.name,
                group=groups[thing.group],
                unit=units[thing.unit],
                barcode=_barcode(position),
                sales_price=thing.price,
                expected_cost=thing.cost,
                minimum_stock=thing.lot * 4 if thing.supplier is not None else 0,
                default_location=places.get(thing.place),
            ),
            thing,
        )
        for position, thing in enumerate(things, start=1)
    ]


def _barcode(position: int) -> str:
    """A number of the range 20-29, which shops may use inside their own house, with its check digit (GS1)."""
    digits = f"2{position:011d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def _places(codes: list[str]) -> dict[str, Location]:
    """A tree: the warehouse, its aisles, their shelves."""
    warehouse = Location.objects.get(is_default=True)
    aisles: dict[str, Location] = {}
    places = {}
    for code in sorted(set(codes)):
        aisle = code.split("-")[0]
        if aisle not in aisles:
            aisles[aisle] = Location.objects.create(code=aisle, name=f"Gang {aisle}", parent=warehouse)
        places[code] = Location.objects.create(code=code, parent=aisles[aisle])
    return places


def _customer(
    number: int, facts: tuple[str, ...], terms: list[PaymentTerms], layout: Layout, dice: random.Random
) -> Customer:
    name, street, postcode, city, reference = facts
    slug = "".join(letter for letter in name.lower().translate(str.maketrans("æøå", "eoa")) if letter.isalpha())[:14]
    return Customer.objects.create(
        number=number,
        name=name,
        street=street,
        postcode=postcode,
        city=city,
        reference=reference,
        email=f"post@{slug}.example",
        payment_terms=dice.choice(terms[:2]),
        layout=layout,
        discount_percent=dice.choice([0, 0, 0, 5, 8, 10]),
    )


def _supplier(
    agreement: Agreement, number: int, facts: tuple[str, str, str, str, str, int], terms: PaymentTerms, layout: Layout
) -> Supplier:
    name, street, postcode, city, country, days = facts
    return Supplier.objects.create(
        number=number,
        name=name,
        street=street,
        postcode=postcode,
        city=city,
        country=country,
        vat_zone=_zone(agreement.country, country),
        payment_terms=terms,
        layout=layout,
        delivery_days=days,
    )


def _zone(own: str, country: str) -> str:
    if country == own:
        return VatZone.DOMESTIC
    return VatZone.ABROAD if own == "NO" else VatZone.EU


def bank(agreement: Agreement, **facts: str) -> None:
    """The account that stands on the invoices."""
    BankAccount.objects.filter(is_default=True).update(**facts)
