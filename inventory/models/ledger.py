"""The stock ledger. Moves, entries and layers are append-only; state, balances and days are kept by posting alone."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Tenant
from layouts.documents import amount_field, price_field, quantity_field
from rackbeat.lib import periods

NONE = Decimal(0)


def item_key() -> models.ForeignKey:
    """A ledger's reference to an item: the composite key alone stands in the database (foundation facts 3)."""
    return models.ForeignKey(
        "inventory.Item", on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )


def location_key() -> models.ForeignKey:
    return models.ForeignKey(
        "inventory.Location", on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )


class EntryKind(models.TextChoices):
    RECEIPT = "receipt", _("Receipt")
    ISSUE = "issue", _("Shipment")
    CUSTOMER_RETURN = "customer_return", _("Return from customer")
    SUPPLIER_RETURN = "supplier_return", _("Return to supplier")
    ADJUSTMENT = "adjustment", _("Adjustment")
    COUNT = "count", _("Stock count")
    LATE_PRICE = "late_price", _("Late price")
    LANDED_COST = "landed_cost", _("Landed cost")
    COST_ADJUSTMENT = "cost_adjustment", _("Cost adjustment")
    CORRECTION = "correction", _("Corrected cost")
    SETTLEMENT = "settlement", _("Settled shortfall")
    REVERSAL = "reversal", _("Reversal")


class Posted(Tenant):
    """What every ledger row says of itself: when, by whom, and for which line of which document. Abstract."""

    effective_on = models.DateField()
    posted_at = models.DateTimeField(default=periods.now)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    source_kind = models.CharField(max_length=60)
    source_id = models.BigIntegerField()
    source_number = models.CharField(max_length=40)
    source_line_id = models.BigIntegerField(null=True)

    class Meta(Tenant.Meta):
        abstract = True


def entry_key(**options: Any) -> models.ForeignKey:
    """A reference to an entry of the ledger."""
    return models.ForeignKey(
        "inventory.CostEntry",
        on_delete=models.PROTECT,
        db_constraint=False,
        db_index=False,
        **{"related_name": "+", **options},
    )


class CostEntry(Posted):
    """A change of an item's quantity and value.

    `axis_start`, `axis_end`: where it lies on the FIFO axis, in millionths, if it took from there. `corrects`: the entry whose
    value it changes, and with it that one's place among the dates; `cause`: the entry that made it necessary. `origin`: the
    entry that is brought back, returned or reversed; `asked`: average, the share of the receipt that a supplier return
    wants. `interim`: more of the same posting follows, so what stands after it is not yet what stands.
    """

    item = item_key()
    sequence = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20, choices=EntryKind.choices)
    quantity = quantity_field()
    value = amount_field()
    quantity_after = quantity_field()
    value_after = amount_field()
    axis_start = models.BigIntegerField(null=True)
    axis_end = models.BigIntegerField(null=True)
    asked = amount_field(null=True)
    corrects = entry_key(null=True)
    cause = entry_key(null=True)
    origin = entry_key(null=True)
    interim = models.BooleanField(default=False)
    party_name = models.CharField(max_length=255, blank=True)

    class Meta(Posted.Meta):
        verbose_name = _("cost entry")
        verbose_name_plural = _("cost entries")
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "item", "sequence"], name="cost_entry_sequence"),
            models.CheckConstraint(
                condition=Q(value_after=0) | ~Q(quantity_after=0) | Q(interim=True), name="cost_entry_zero"
            ),
        ]
        indexes = [
            models.Index(fields=["agreement", "source_kind", "source_id"], name="cost_entry_source"),
            models.Index(fields=["agreement", "source_line_id"], name="cost_entry_line"),
            models.Index(fields=["agreement", "posted_at"], name="cost_entry_posted"),
            models.Index(fields=["agreement", "item", "effective_on"], name="cost_entry_effective"),
            models.Index(
                fields=["agreement", "item", "axis_start"],
                name="cost_entry_axis",
                condition=Q(axis_start__isnull=False),
            ),
            models.Index(
                fields=["agreement", "corrects"], name="cost_entry_corrects", condition=Q(corrects__isnull=False)
            ),
            models.Index(
                fields=["agreement", "effective_on"],
                include=["kind", "value", "corrects"],
                name="cost_entry_sold",
                condition=Q(kind__in=["issue", "customer_return"]),
            ),
            models.Index(fields=["agreement", "origin"], name="cost_entry_origin", condition=Q(origin__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}/{self.sequence}: {self.quantity} {self.value}"


class StockMove(Posted):
    """A quantity that came to or left a location."""

    item = item_key()
    location = location_key()
    entry = entry_key(null=True, related_name="moves")
    quantity = quantity_field()

    class Meta(Posted.Meta):
        verbose_name = _("stock move")
        verbose_name_plural = _("stock moves")
        indexes = [
            models.Index(fields=["agreement", "item", "location", "effective_on"], name="stock_move_place"),
            models.Index(fields=["agreement", "source_kind", "source_id"], name="stock_move_source"),
            BrinIndex(fields=["posted_at"], name="stock_move_posted"),  # rows lie in the order of posting
        ]

    def __str__(self) -> str:
        return f"{self.item_id} @ {self.location_id}: {self.quantity}"


class CostLayer(Tenant):
    """FIFO: a receipt's place on the item's axis, [start, start + quantity), and what it was worth.

    `start` is in millionths of a unit: whole numbers compare by an index under row-level security, numeric does not.
    """

    item = item_key()
    entry = entry_key()
    start = models.BigIntegerField()
    quantity = quantity_field()
    value = amount_field()

    class Meta(Tenant.Meta):
        verbose_name = _("cost layer")
        verbose_name_plural = _("cost layers")
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "item", "start"], name="cost_layer_start"),
            models.CheckConstraint(condition=Q(quantity__gt=0) & Q(value__gte=0), name="cost_layer_worth"),
        ]
        indexes = [models.Index(fields=["agreement", "entry"], name="cost_layer_entry")]

    def __str__(self) -> str:
        return f"{self.item_id} [{self.start}, +{self.quantity}): {self.value}"


def layer_key() -> models.ForeignKey:
    return models.ForeignKey(CostLayer, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")


class LayerReturn(Tenant):
    """FIFO: what a supplier return took from its layer's end: [start, start + quantity) of the axis is dead."""

    layer = layer_key()
    entry = entry_key()
    start = models.BigIntegerField()
    quantity = quantity_field()

    class Meta(Tenant.Meta):
        verbose_name = _("return to a layer")
        verbose_name_plural = _("returns to layers")
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "layer", "start"], name="layer_return_start"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="layer_return_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.layer_id} [{self.start}, +{self.quantity})"


class LayerAdjustment(Tenant):
    """FIFO: a layer's value changed. `price`: so much more the receipt cost; `change`: so much of it is its present piece's.

    With `base` (an offset in millionths) and `span` a new piece begins there, worth `change`: the rest that was on hand
    when its cost was adjusted.
    """

    layer = layer_key()
    entry = entry_key()
    price = amount_field(default=NONE)
    change = amount_field()
    base = models.BigIntegerField(null=True)
    span = quantity_field(null=True)

    class Meta(Tenant.Meta):
        verbose_name = _("adjustment of a layer")
        verbose_name_plural = _("adjustments of layers")
        constraints = [
            *Tenant.Meta.constraints,
            models.CheckConstraint(
                condition=Q(base__isnull=True, span__isnull=True)
                | Q(base__isnull=False, span__gt=0, change__gte=0, price=0),
                name="layer_adjustment_piece",
            ),
        ]
        indexes = [models.Index(fields=["agreement", "layer"], name="layer_adjustment_layer")]

    def __str__(self) -> str:
        return f"{self.layer_id}: {self.price} {self.change}"


class Shortfall(Tenant):
    """What an issue took that was not there, [start, start + quantity) on the axis of what is owed, provisionally worth value.

    `each`: with average cost what a unit was expected to cost; what runs again asks for it, and `value` is rounded.
    """

    item = item_key()
    entry = entry_key()
    start = models.BigIntegerField()
    quantity = quantity_field()
    value = amount_field()
    each = price_field(null=True)

    class Meta(Tenant.Meta):
        verbose_name = _("shortfall")
        verbose_name_plural = _("shortfalls")
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "item", "start"], name="shortfall_start"),
            models.CheckConstraint(condition=Q(quantity__gt=0) & Q(value__gte=0), name="shortfall_worth"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} owes [{self.start}, +{self.quantity}): {self.value}"


HELD = F("quantity_out") + F("quantity_dead")


class CostState(Tenant):
    """Where an item's ledger stands: the one hot row, locked by every posting of the item."""

    item = models.OneToOneField("inventory.Item", on_delete=models.PROTECT, related_name="cost_state")
    sequence = models.PositiveBigIntegerField(default=0)
    quantity_in = quantity_field(default=NONE)
    quantity_out = quantity_field(default=NONE)
    quantity_dead = quantity_field(default=NONE)
    value_in = amount_field(default=NONE)
    value_out = amount_field(default=NONE)
    short_in = quantity_field(default=NONE)
    short_out = quantity_field(default=NONE)
    short_value = amount_field(default=NONE)
    last_on = models.DateField(null=True)

    class Meta(Tenant.Meta):
        verbose_name = _("cost state")
        verbose_name_plural = _("cost states")
        constraints = [
            *Tenant.Meta.constraints,
            models.CheckConstraint(condition=~Q(quantity_in=HELD) | Q(value_in=F("value_out")), name="cost_state_zero"),
            models.CheckConstraint(condition=Q(quantity_in__gte=HELD), name="cost_state_on_hand"),
            models.CheckConstraint(condition=Q(value_in__gte=F("value_out")), name="cost_state_worth"),
            models.CheckConstraint(
                condition=Q(short_in=F("short_out"), short_value=0)
                | Q(short_in__gt=F("short_out"), short_value__gte=0, quantity_in=HELD),
                name="cost_state_short",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.quantity} worth {self.value}"

    @property
    def quantity(self) -> Decimal:
        return self.quantity_in - self.quantity_out - self.quantity_dead - self.short

    @property
    def value(self) -> Decimal:
        return self.value_in - self.value_out - self.short_value

    @property
    def short(self) -> Decimal:
        """Handed out though it was not there, and not covered yet."""
        return self.short_in - self.short_out


class StockBalance(Tenant):
    """What lies of an item at a location, and what is reserved there."""

    item = models.ForeignKey("inventory.Item", on_delete=models.PROTECT, db_index=False, related_name="balances")
    location = models.ForeignKey("inventory.Location", on_delete=models.PROTECT, related_name="balances")
    on_hand = quantity_field(default=NONE)
    reserved = quantity_field(default=NONE)
    negative_allowed = models.BooleanField(default=False)

    class Meta(Tenant.Meta):
        verbose_name = _("stock balance")
        verbose_name_plural = _("stock balances")
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "item", "location"], name="stock_balance_place"),
            models.CheckConstraint(condition=Q(reserved__gte=0), name="stock_balance_reserved"),
            models.CheckConstraint(
                condition=Q(on_hand__gte=0) | Q(negative_allowed=True), name="stock_balance_on_hand"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} @ {self.location_id}: {self.on_hand}"


class StockDay(Tenant):
    """An item's change of quantity and value on a business date."""

    item = item_key()
    day = models.DateField()
    quantity = quantity_field(default=NONE)
    value = amount_field(default=NONE)

    class Meta(Tenant.Meta):
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "item", "day"], name="stock_day_once"),
        ]
        indexes = [models.Index(fields=["agreement", "day"], name="stock_day_day")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.day}"


class StockMonth(Tenant):
    """An item's quantity and value at the end of a month that has entries; a late entry adds to every later one."""

    item = item_key()
    month = models.DateField(help_text=_("The first of the month."))
    quantity = quantity_field(default=NONE)
    value = amount_field(default=NONE)

    class Meta(Tenant.Meta):
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "item", "month"], name="stock_month_once"),
        ]
        indexes = [models.Index(fields=["agreement", "month"], name="stock_month_month")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.month}"


class LocationDay(Tenant):
    """An item's change of quantity at a location on a business date."""

    item = item_key()
    location = location_key()
    day = models.DateField()
    quantity = quantity_field(default=NONE)

    class Meta(Tenant.Meta):
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "item", "location", "day"], name="location_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} @ {self.location_id} {self.day}"
