"""What a spreadsheet's row means here: groups, units, locations and items. Opening stock has a room of its own."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.kinds import CHANGED, CREATED, Column, Register, Row
from accounts.models import Agreement, Import, User
from inventory import beside, defaults, items, locations
from inventory.models import Item, ItemGroup, Location, Unit
from rackbeat.lib.refusal import Refusal, require


def by_number_or_name(rows: Any, key: str = "number") -> Callable[[str], Any]:
    """Finds a row of a register by its number, or by its name whatever the case."""
    numbers = {str(getattr(row, key)).casefold(): row for row in rows}
    named = {row.name.casefold(): row for row in rows if row.name}
    return lambda text: numbers.get(text.casefold()) or named.get(text.casefold())


def by_code(codes: set[str]) -> Callable[[str], Any]:
    """Finds a location among these codes, as it is written or whatever the case."""
    exact = {place.code: place for place in Location.objects.filter(code__in=codes)}
    others = [code.lower() for code in codes - set(exact)]
    alike = Location.objects.annotate(small=Lower("code")).filter(small__in=others) if others else []
    folded = {place.code.casefold(): place for place in alike}
    return lambda code: exact.get(code) or folded.get(code.casefold())


def put(rows: Sequence[Row], key: str, find: Callable[[str], Any], sentence: Any) -> None:
    """Put the row that is meant in place of its name; refuse a name that nobody knows."""
    for row in rows:
        text = row.facts.get(key)
        if isinstance(text, str):
            row.facts[key] = find(text)
            if row.facts[key] is None:
                row.refuse(key, str(sentence) % {"name": text[:60]})


class Numbered(Register):
    """Groups and units: a row without a number is found by its name, or gets the next number."""

    number_of_new = 0

    def complete(self, rows: list[Row]) -> None:
        find = by_number_or_name(list(self.model._default_manager.all()))
        following = max(items.next_number(self.model), self.number_of_new)
        for row in rows:
            if "number" in row.facts or row.outcome:
                continue
            same = find(row.facts.get("name", ""))
            row.facts["number"] = same.number if same else following
            following += not same

    def identity(self, facts: dict[str, Any]) -> str:
        return str(facts.get("number") or facts.get("name", "").casefold())

    def do(self, rows: list[Row]) -> None:
        self.complete(rows)
        super().do(rows)


class Groups(Numbered):
    key = "groups"
    title = gettext_lazy("Item groups")
    about = gettext_lazy(
        "Whether a group is kept in stock is settled for good by its first stock movement. Work and freight are not."
    )
    model = ItemGroup
    list_name = "inventory:groups"
    columns = (
        Column("number", gettext_lazy("Number"), "whole", names=("nr", "no", "groupnumber"), example=("10", "20")),
        Column(
            "name",
            gettext_lazy("Name"),
            required=True,
            names=("gruppe", "group", "gruppenavn"),
            example=("Sykler", "Frakt"),
        ),
        Column("has_stock", gettext_lazy("Kept in stock"), "yes", names=("lager", "hasinventory"), example=("1", "0")),
        Column(
            "vat_domestic", gettext_lazy("VAT, domestic"), "number", names=("mva", "moms", "vat"), example=("25", "25")
        ),
        Column("vat_eu", gettext_lazy("VAT, EU"), "number", example=("0", "0")),
        Column("vat_abroad", gettext_lazy("VAT, abroad"), "number", example=("0", "0")),
    )

    def fresh(self, facts: dict[str, Any]) -> models.Model:
        agreement = Agreement.current()
        return ItemGroup(**{"vat_domestic": defaults.VAT[agreement.country], **facts})

    def change(self, target: Any, facts: dict[str, Any]) -> None:
        items.change_group(target, by=self.by, **facts)


class Units(Numbered):
    key = "units"
    title = gettext_lazy("Units")
    model = Unit
    list_name = "inventory:units"
    columns = (
        Column("number", gettext_lazy("Number"), "whole", names=("nr", "no", "unitnumber"), example=("10", "11")),
        Column(
            "name", gettext_lazy("Name"), required=True, names=("enhet", "enhed", "unit"), example=("eske", "liter")
        ),
    )

    def change(self, target: Any, facts: dict[str, Any]) -> None:
        items.change_unit(target, by=self.by, **facts)


class Locations(Register):
    key = "locations"
    title = gettext_lazy("Locations")
    about = gettext_lazy("What lies in another stands below it in the file: the warehouse before its shelves.")
    model = Location
    number = "code"
    list_name = "inventory:locations"
    columns = (
        Column(
            "code",
            gettext_lazy("Code"),
            required=True,
            names=("lokasjon", "lokation", "number", "nr", "location"),
            example=("B", "B-01"),
        ),
        Column("name", gettext_lazy("Name"), example=("Lager B", "Hylle 1")),
        Column("parent", gettext_lazy("Lies in"), "row", names=("parent", "overordnet"), example=("", "B")),
        Column("barcode", gettext_lazy("Barcode"), names=("ean", "gtin"), example=("", "")),
    )

    def do(self, rows: list[Row]) -> None:
        """One after another: a row may lie in one that stands above it."""
        self.mark_twins(rows)
        known = self.known([row.facts["code"] for row in rows if not row.outcome])
        for row in rows:
            if row.outcome:
                continue
            self._place(row)
            if not row.outcome:
                self._try(row, known.get(row.facts["code"]))
            if row.outcome in (CREATED, CHANGED):
                self._write(row)

    def _place(self, row: Row) -> None:
        code = row.facts.get("parent")
        if code is None:
            return
        row.facts["parent"] = Location.objects.filter(code=code).first()
        if row.facts["parent"] is None and code in self.seen and self.run.is_checking:
            del row.facts["parent"]  # it stands in an earlier batch, which was tried and taken back
            return
        if row.facts["parent"] is None:
            row.refuse("parent", _("No location has the code %(code)s.") % {"code": code[:30]})

    def _write(self, row: Row) -> None:
        try:
            if row.outcome == CREATED:
                row.target = locations.create(by=self.by, **row.facts)
            else:
                locations.change(row.target, by=self.by, **row.facts)
        except Refusal as no:
            row.refuse(no.field or "code", no)

    def change(self, target: Any, facts: dict[str, Any]) -> None:
        locations.change(target, by=self.by, **facts)


ITEM_NUMBER = (
    "varenr",
    "varenummer",
    "vare",
    "itemnumber",
    "itemno",
    "sku",
    "productnumber",
    "produktnr",
    "nr",
    "artikkelnr",
)


UNKNOWN = {
    "group": gettext_lazy("No item group is called %(name)s. Import groups first."),
    "unit": gettext_lazy("No unit is called %(name)s. Import units first."),
    "default_location": gettext_lazy("No location has the code %(name)s."),
}


class Items(Register):
    key = "items"
    title = gettext_lazy("Items")
    about = gettext_lazy(
        "Groups, units and locations that the file names and that are not there yet can be made along with the items. How "
        "many lie in stock, and what they cost, is imported as opening stock afterwards, from the same file if you like."
    )
    model = Item
    together: ClassVar[tuple[str, ...]] = ("opening-stock",)
    adds: ClassVar = {"group": ItemGroup, "unit": Unit, "default_location": Location}
    list_name = "inventory:items"
    columns = (
        Column("number", gettext_lazy("Item number"), required=True, names=ITEM_NUMBER, example=("4001", "4002")),
        Column(
            "name",
            gettext_lazy("Name"),
            names=(
                "varenavn",
                "navn",
                "productname",
                "itemname",
                "beskrivelse1",
                "title",
                "produktnavn",
                "artikkelnavn",
                "varetekst",
            ),
            example=("Hjelm, blå", "Sykkellås"),
        ),
        Column(
            "group",
            gettext_lazy("Item group"),
            "row",
            names=("varegruppe", "gruppe", "group", "kategori", "varekategori", "produktgruppe", "category"),
            example=("Varer", "1"),
        ),
        Column(
            "unit",
            gettext_lazy("Unit"),
            "row",
            names=("enhet", "enhed", "salgsenhet", "måleenhet"),
            example=("stk", "stk"),
        ),
        Column(
            "sales_price",
            gettext_lazy("Sales price"),
            "number",
            names=(
                "pris",
                "utpris",
                "price",
                "salgspriseksmva",
                "utsalgspris",
                "udsalgspris",
                "veiledendepris",
                "vejlpris",
                "listepris",
                "salgspris1",
            ),
            example=("499,00", "249,00"),
        ),
        Column(
            "expected_cost",
            gettext_lazy("Expected cost price"),
            "number",
            names=(
                "kostpris",
                "costprice",
                "cost",
                "recommendedcostprice",
                "innkjøpspris",
                "indkøbspris",
                "innpris",
                "kost",
            ),
            example=("210,50", "98,00"),
            right="cost.view",
        ),
        Column(
            "barcode",
            gettext_lazy("Barcode"),
            names=("ean", "gtin", "strekkode", "eankode", "eannr", "eannummer", "ean13"),
            example=("7090000000017", ""),
        ),
        Column("description", gettext_lazy("Description"), example=("", "Med to nøkler")),
        Column(
            "minimum_stock",
            gettext_lazy("Minimum stock"),
            "number",
            names=("minstock", "minimum", "minlager", "minbeholdning", "minimumsbeholdning", "bestillingspunkt"),
            example=("5", "10"),
        ),
        Column(
            "default_location",
            gettext_lazy("Usual location"),
            "row",
            names=(
                "lokasjon",
                "lokation",
                "location",
                "hylle",
                "lagerplass",
                "lagerlokasjon",
                "hylleplass",
                "placering",
                "bin",
            ),
            example=("1", "1"),
        ),
        Column("is_barred", gettext_lazy("Barred"), "yes", names=("sperret", "spærret"), example=("0", "0")),
    )

    def __init__(self, run: Import, by: User, seen: dict[str, int]) -> None:
        super().__init__(run, by, seen)
        self.first: dict[str, Any] = {}  # the group and the unit of a row that names none

    def related(self) -> Sequence[str]:
        return ("group", "unit", "default_location")

    def finder(self, key: str, names: Iterable[str]) -> Callable[[str], Any]:
        """How another register is looked through: groups and units by number or name, locations by code."""
        if key == "default_location":
            return by_code(set(names))
        rows = list(self.adds[key]._default_manager.all())
        self.first[key] = rows[0] if rows else None
        return by_number_or_name(rows)

    def unknown(self, key: str, names: list[str]) -> list[str]:
        find = self.finder(key, names)
        return [name for name in names if find(name) is None]

    def resolve(self, rows: list[Row]) -> None:
        if self.run.adds_missing:
            named = {key: beside.names(rows, key) for key in self.adds}
            unknown = {key: self.unknown(key, names) for key, names in named.items() if names}
            self.beside = beside.made(self, rows, unknown)
        good = [row for row in rows if not row.outcome]
        for key, sentence in UNKNOWN.items():
            put(good, key, self.finder(key, [row.facts[key] for row in good if row.facts.get(key)]), sentence)

    def fresh(self, facts: dict[str, Any]) -> models.Model:
        facts = {**self.first, **facts}
        for key, sentence in (("group", _("There is no item group yet.")), ("unit", _("There is no unit yet."))):
            require(facts[key], sentence, field=key)
        return items.fresh(**facts)

    def change(self, target: Any, facts: dict[str, Any]) -> None:
        items.change(target, by=self.by, **facts)
