"""What a new agreement finds in its registers: units, an item group with and one without stock, a location, reasons."""

from decimal import Decimal

from accounts.models import Agreement, User
from inventory.models import ItemGroup, Location, Reason, Unit

VAT = {"NO": Decimal(25), "DK": Decimal(25), "SE": Decimal(25), "FI": Decimal("25.5"), "IS": Decimal(24)}
WORDS = {
    "nb": ("Varer", "Tjenester", "stk", "meter", "time", "Hovedlager"),
    "da": ("Varer", "Ydelser", "stk.", "meter", "time", "Hovedlager"),
    "en": ("Goods", "Services", "pcs", "metre", "hour", "Main warehouse"),
}
KINDS = (
    "sales",
    "purchases",
    "status",
    "production",
    "marketing",
    "obsolescence",
    "waste",
)  # Reason.Kind, in its order
REASONS = {  # the seven that everybody has: (kind, name)
    language: list(zip(KINDS, names, strict=True))
    for language, names in {
        "nb": ("Salg", "Innkjøp", "Varetelling", "Produksjon", "Markedsføring", "Ukurans", "Svinn"),
        "da": ("Salg", "Indkøb", "Lageroptælling", "Produktion", "Markedsføring", "Ukurans", "Svind"),
        "en": ("Sales", "Purchases", "Stocktaking", "Production", "Marketing", "Obsolescence", "Waste"),
    }.items()
}


def furnish(agreement: Agreement, *, by: User) -> None:
    """Enough to make the first item without visiting a settings page."""
    goods, services, piece, metre, hour, warehouse = WORDS.get(agreement.language, WORDS["en"])
    rate = VAT[agreement.country]
    ItemGroup.objects.create(number=1, name=goods, has_stock=True, vat_domestic=rate)
    ItemGroup.objects.create(number=2, name=services, has_stock=False, vat_domestic=rate)
    for number, name in enumerate((piece, metre, hour), start=1):
        Unit.objects.create(number=number, name=name)
    Location.objects.create(code="1", name=warehouse, is_default=True)
    for number, (kind, reason) in enumerate(REASONS.get(agreement.language, REASONS["en"]), start=1):
        Reason.objects.create(number=number, kind=kind, name=reason)
