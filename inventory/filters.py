"""What the lists of items, of the ledger and of documents with lines can be narrowed by."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from inventory import locations
from inventory.models import ItemGroup, Location, StockBalance, Unit
from inventory.models.ledger import EntryKind
from layouts.documents import TradeLine
from rackbeat.lib.filters import ChoiceSetFilter, DateRangeFilter, ListFilters, PartyFilter, RegisterFilter, YesNoFilter

SHORT = Q(group__has_stock=True, available__lt=F("minimum_stock"))  # below zero, or below the minimum


class PlaceFilter(PartyFilter):
    """Items of which something lies at a location, or in what lies in it: by its code, else by a part of its name."""

    def rows(self, rows: QuerySet, value: str) -> QuerySet:
        everywhere = list(Location.objects.all())
        wanted = value.casefold()
        chosen = [place for place in everywhere if place.code.casefold() == wanted]
        chosen = chosen or [place for place in everywhere if wanted in place.name.casefold()]
        ids = {pk for place in chosen for pk in locations.inside(place, everywhere)}
        return rows.filter(Exists(StockBalance.objects.filter(item=OuterRef("pk"), location__in=ids, on_hand__gt=0)))


class OfItemFilter(PartyFilter):
    """Documents that have a line of an item: its exact number, or a part of its name."""

    def __init__(self, *args: Any, lines: type[TradeLine], document: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.document = lines, document

    def rows(self, rows: QuerySet, value: str) -> QuerySet:
        where = Q(item__number=value) | Q(item__name__icontains=value)
        return rows.filter(Exists(self.lines.objects.filter(where, **{self.document: OuterRef("pk")})))


class ItemFilters(ListFilters):
    group = RegisterFilter(label=_("Item group"), register=ItemGroup.objects.all)
    unit = RegisterFilter(label=_("Unit"), register=Unit.objects.all)
    place = PlaceFilter(label=_("Location"))
    stock = YesNoFilter(label=_("In stock"), where=Q(on_hand__gt=0))


class MomentRangeFilter(DateRangeFilter):
    """Moments by the days on the agreement's wall: from midnight to midnight, so that an index is of use."""

    def rows(self, rows: QuerySet, value: str) -> QuerySet:
        first, last = self.between(value)
        zone = ZoneInfo(self.parent.request.agreement.time_zone)
        if first:
            rows = rows.filter(**{f"{self.field_name}__gte": dt.datetime.combine(first, dt.time(), zone)})
        if last:
            after = last + dt.timedelta(days=1)
            rows = rows.filter(**{f"{self.field_name}__lt": dt.datetime.combine(after, dt.time(), zone)})
        return rows


class EntryFilters(ListFilters):
    effective_on = DateRangeFilter(label=_("Date"))
    posted_at = MomentRangeFilter(label=_("Posted"))
    kind = ChoiceSetFilter(label=_("Type"), choices=EntryKind)
    group = RegisterFilter(field_name="item__group", label=_("Item group"), register=ItemGroup.objects.all)
    item = PartyFilter(label=_("Item"), number="item__number", name="item__name")
