"""The stock that a company begins with, from a spreadsheet: posted as receipts of a given day, each at its own cost."""

from collections import defaultdict
from datetime import date
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.importing.kinds import CREATED, UNCHANGED, Column, Kind, Row
from accounts.models import Import
from inventory import beside, posting
from inventory.imports import ITEM_NUMBER, by_code, put
from inventory.models import CostEntry, Item, Location, Reservation, StockMove
from rackbeat.lib.amounts import ZERO, round_half_up
from rackbeat.lib.refusal import Refusal, require

OPENING = "accounts.import"  # the ledger's word for where it came from
BATCH = 500


class OpeningStock(Kind):
    """Posted as receipts of the given day, each at its own cost; only for items that the ledger does not know yet."""

    key = "opening-stock"
    title = gettext_lazy("Opening stock")
    about = gettext_lazy(
        "What lies in stock on the day you begin, and what it cost. It stands in the ledger from that day on, so choose "
        "the day with care: with average cost nothing can be booked before it. Locations that the file names and that are "
        "not there yet can be made along; an undo leaves them, since the ledger remembers what lay there."
    )
    dated: ClassVar[bool] = True
    together: ClassVar[tuple[str, ...]] = ("items",)
    adds: ClassVar = {"location": Location}
    list_name = "inventory:items"
    columns = (
        Column("item", gettext_lazy("Item number"), "row", required=True, names=ITEM_NUMBER, example=("4001", "4002")),
        Column(
            "quantity",
            pgettext_lazy("stock", "On hand"),
            "number",
            required=True,
            blank=ZERO,
            names=(
                "antall",
                "antal",
                "quantity",
                "beholdning",
                "lager",
                "stockquantity",
                "stock",
                "qty",
                "lagerbeholdning",
                "antallpålager",
                "pålager",
                "lagersaldo",
                "lagerantall",
                "antalpålager",
                "qtyonhand",
                "stockonhand",
            ),
            example=("12", "40"),
        ),
        Column(
            "cost",
            gettext_lazy("Cost price"),
            "number",
            names=("kost", "kostpris", "costprice", "innpris", "unitcost", "innkjøpspris", "indkøbspris"),
            example=("210,50", "98,00"),
            right="cost.view",
        ),
        Column(
            "value",
            gettext_lazy("Value"),
            "number",
            names=("lagerverdi", "verdi", "værdi", "total"),
            example=("", ""),
            right="cost.view",
        ),
        Column(
            "location",
            gettext_lazy("Location"),
            "row",
            names=(
                "lokasjon",
                "lokation",
                "hylle",
                "usuallocation",
                "lagerplass",
                "lagerlokasjon",
                "hylleplass",
                "placering",
                "bin",
            ),
            example=("1", "1"),
        ),
    )

    def identity(self, facts: dict[str, Any]) -> str:
        return f"{facts['item']}\x00{str(facts.get('location', '')).casefold()}"

    def do(self, rows: list[Row]) -> None:
        self.mark_twins(rows)
        self._resolve([row for row in rows if not row.outcome])
        good = [row for row in rows if not row.outcome]
        self._compare(good)
        self._post([row for row in good if not row.outcome])

    def unknown(self, key: str, names: list[str]) -> list[str]:
        find = by_code(set(names))
        return [name for name in names if find(name) is None]

    def _resolve(self, rows: list[Row]) -> None:
        wanted = Item.objects.filter(number__in={row.facts["item"] for row in rows})
        known = {item.number: item for item in wanted.select_related("group", "default_location")}
        put(rows, "item", known.get, gettext_lazy("No item has the number %(name)s. Import items first."))
        rows = [row for row in rows if not row.outcome]
        names = beside.names(rows, "location")
        if self.run.adds_missing and names:
            self.beside = beside.made(self, rows, {"location": self.unknown("location", names)})
        find = by_code({row.facts["location"] for row in rows if row.facts.get("location")})
        put(rows, "location", find, gettext_lazy("No location has the code %(name)s."))
        usual = Location.objects.filter(is_default=True).first()
        for row in rows:
            if not row.outcome:
                row.facts["location"] = row.facts.get("location") or row.facts["item"].default_location or usual
                self._prove(row)

    def _prove(self, row: Row) -> None:
        item, quantity = row.facts["item"], row.facts["quantity"]
        cost, value = row.facts.get("cost"), row.facts.get("value")
        if quantity == 0:  # none lies there, or it is nothing that could: lists of items say so, or nothing
            row.outcome = UNCHANGED
        elif not item.group.has_stock:
            row.refuse("item", _("Items of the group %(group)s are not kept in stock.") % {"group": item.group})
        elif quantity < 0 or quantity != round(quantity, 6) or quantity >= 10**11:
            row.refuse("quantity", _("Give a quantity above zero, with at most six decimals."))
        elif cost is None and value is None:
            row.refuse("cost", _("Give the cost price or the value."))
        elif min(each for each in (cost, value) if each is not None) < 0:
            row.refuse("cost", _("A cost cannot be below zero."))
        if not row.outcome:
            row.facts["value"] = round_half_up(value if value is not None else quantity * cost, 2)
            if row.facts["value"] >= 10**15:
                row.refuse("value", _("That is more than the ledger can hold."))

    def _compare(self, rows: list[Row]) -> None:
        """An item that moved already begins no more; the very row that was imported before is left alone."""
        ids = {row.facts["item"].pk for row in rows if not row.outcome}
        undone = Import.objects.filter(kind=self.key, status="undone").values("pk")
        entries = CostEntry.objects.filter(item__in=ids).exclude(source_kind=OPENING, source_id__in=undone)
        moved = set(entries.exclude(source_kind=OPENING, source_id=self.run.pk).values_list("item", flat=True))
        if not moved:
            return
        begun = set(
            StockMove.objects.filter(source_kind=OPENING, item__in=moved)
            .exclude(source_id__in=undone)
            .values_list("item", "location", "quantity", "entry__value")
        )
        for row in rows:
            facts = row.facts
            if row.outcome or facts["item"].pk not in moved:
                continue
            if (facts["item"].pk, facts["location"].pk, facts["quantity"], facts["value"]) in begun:
                row.outcome = UNCHANGED
            else:
                row.refuse("item", _("The item has stock movements already. Adjust its stock instead."))

    def _post(self, rows: list[Row]) -> None:
        """All in one posting; one by one where the ledger refuses, to say which it was."""
        try:
            self._receive(rows)
        except Refusal:
            for row in rows:
                try:
                    self._receive([row])
                except Refusal as no:
                    row.refuse("item", no)

    def _receive(self, rows: list[Row]) -> None:
        lines = [
            posting.Line(
                row.facts["item"].pk, row.facts["location"].pk, row.facts["quantity"], row.number, row.facts["value"]
            )
            for row in rows
        ]
        with transaction.atomic():
            posting.receive(lines, source=self.source, effective_on=self.day, by=self.by)
        for row in rows:
            row.outcome, row.target = CREATED, row.facts["item"]

    @property
    def day(self) -> date:
        require(self.run.dated_on, _("Give the day."))
        assert self.run.dated_on is not None
        return self.run.dated_on

    @property
    def source(self) -> posting.Source:
        return posting.Source(OPENING, self.run.pk, str(self.run.number))

    def take_back(self) -> None:
        """Post the goods out again on the same day, as long as nothing else was posted and nothing is promised."""
        moves = StockMove.objects.filter(source_kind=OPENING, source_id=self.run.pk)
        items_of: dict[int, list[posting.Line]] = defaultdict(list)
        for item, place, quantity, line in moves.values_list("item", "location", "quantity", "source_line_id"):
            items_of[item].append(posting.Line(item, place, quantity, line))
        ids = sorted(items_of)
        for start in range(0, len(ids), BATCH):
            self._take_back(ids[start : start + BATCH], items_of)

    def _take_back(self, ids: list[int], lines: dict[int, list[posting.Line]]) -> None:
        posting.hold_states(ids)
        others = CostEntry.objects.filter(item__in=ids).exclude(source_kind=OPENING, source_id=self.run.pk)
        undone = Import.objects.filter(kind=self.key, status="undone").values("pk")
        later = others.exclude(source_kind=OPENING, source_id__in=undone).values_list("item", flat=True).first()
        held = Reservation.objects.filter(item__in=ids, quantity_open__gt=0).values_list("item", flat=True).first()
        if in_use := later or held:
            raise Refusal(
                _("%(item)s has moved or is promised since, so the opening stock stays. Adjust it instead.")
                % {"item": Item.objects.get(pk=in_use)}
            )
        wanted = [line for item in ids for line in lines[item]]
        posting.issue(wanted, source=self.source, effective_on=self.day, by=self.by)
