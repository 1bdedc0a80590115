"""The named world: Nordlys (FIFO, NOK) with Anna and Bo, Solvang (average, DKK) with Carla; things that tests trade with."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from accounts.models import Agreement, Membership, Role, User
from accounts.signup import found
from accounts.tenancy import acting_for
from inventory.models import Item, ItemGroup, Location, Unit
from purchasing.models import Supplier
from sales.models import Customer

PASSWORD = "demo-rackbeat"


@dataclass
class World:
    """An agreement with its people and things. `with world.open():` acts for it."""

    agreement: Agreement
    owner: User
    people: dict[str, User] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    scenes: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def open(self):
        with acting_for(self.agreement):
            yield self

    def __getattr__(self, name: str) -> Any:
        for known in ("people", "things"):
            if name in self.__dict__.get(known, {}):
                return self.__dict__[known][name]
        raise AttributeError(name)


def person(email: str, name: str, language: str = "en", **facts: Any) -> User:
    return User.objects.create_user(email, PASSWORD, name=name, language=language, **facts)


def _join(world: World, key: str, user: User, role: Role) -> None:
    Membership.objects.create(agreement=world.agreement, user=user, role=role)
    world.people[key] = user


def _furnish(world: World) -> None:
    goods, services = ItemGroup.objects.order_by("number")
    piece, metre, hour = Unit.objects.order_by("number")
    shelf = Location.objects.create(code="A-01", name="Shelf", parent=Location.objects.get(is_default=True))

    def item(number: str, name: str, group: ItemGroup, unit: Unit, price: str) -> Item:
        return Item.objects.create(
            number=number, name=name, group=group, unit=unit, sales_price=Decimal(price), default_location=shelf
        )

    world.things.update(
        shelf=shelf,
        yard=Location.objects.create(code="B-01", name="Yard"),
        lamp=item("2040", "Lamp", goods, piece, "100.00"),
        cable=item("3001", "Cable", goods, metre, "12.50"),
        hours=item("9001", "Work", services, hour, "800.00"),
        shop=Customer.objects.create(number=10001, name="Fjord Sykkel AS", postcode="5013", city="Bergen"),
        maker=Supplier.objects.create(number=20001, name="Lumen Cycle GmbH"),
    )


def nordlys() -> World:
    anna = person("anna@nordlys.example", "Anna Berg")
    agreement = found(
        anna, name="Nordlys Sykkel AS", country="NO", base_currency="NOK", principle="fifo", number=1001, language="en"
    )
    world = World(agreement, anna, {"anna": anna})
    with world.open():
        _join(world, "bo", person("bo@nordlys.example", "Bo Dahl"), Role.WAREHOUSE)
        _join(world, "vera", person("vera@nordlys.example", "Vera Lund"), Role.READER)
        _join(world, "odd", person("odd@nordlys.example", "Odd Moe"), Role.OFFICE)
        _furnish(world)
    return world


def solvang() -> World:
    carla = person("carla@solvang.example", "Carla Holm")
    agreement = found(
        carla,
        name="Solvang Handel ApS",
        country="DK",
        base_currency="DKK",
        principle="average",
        number=1002,
        language="en",
    )
    world = World(agreement, carla, {"carla": carla})
    with world.open():
        _furnish(world)
    return world
