from django.db import migrations

from accounts.fences import AppendOnly, Fence, Frozen, FrozenLines
from accounts.search import Searched

HEADER = ["party_name", "their_reference", "our_reference", "heading"]
ORDER = "SELECT o.number FROM sales_salesorder o WHERE o.agreement_id = d.agreement_id AND o.id = d.order_id"
FREE = ["archived", "archived_by_hand", "layout_id", "version"]


class Migration(migrations.Migration):
    # a database that has all of these is up to date
    replaces = [
        ("sales", "0001_initial"),
        ("sales", "0002_fences"),
        ("sales", "0003_frozen_lines"),
        ("sales", "0004_owed"),
        ("sales", "0005_searched"),
        ("sales", "0006_rest_orders"),
        ("sales", "0007_contacts"),
        ("sales", "0008_credit_notes"),
        ("sales", "0009_order_lists"),
        ("sales", "0010_found_by_order"),
        ("sales", "0011_booked_by_day"),
    ]
    dependencies = [
        ("sales", "0001_tables"),
        ("accounts", "0002_rules"),
        ("inventory", "0002_rules"),
        ("layouts", "0002_rules"),
    ]

    operations = [
        Fence(
            "customer",
            "customercontact",
            "quote",
            "quoteline",
            "salesorder",
            "salesorderline",
            "salesinvoice",
            "salesinvoiceline",
            "payment",
            "shipment",
            "shipmentline",
            "returnedgoods",
        ),
        AppendOnly("returnedgoods"),
        Frozen("shipment", "OLD.status = 'shipped'", [*FREE, "tracking"]),
        FrozenLines("shipmentline", "shipment", "shipment_id", "shipped", []),
        Frozen("salesinvoice", "OLD.status = 'booked'", [*FREE, "delivery", "amount_paid"]),
        FrozenLines(
            "salesinvoiceline",
            "salesinvoice",
            "invoice_id",
            "booked",
            ["quantity_shipped", "quantity_credited", "quantity_returned", "amount_credited"],
        ),
        Searched("customer", ["name", "city", "email", "phone", "org_number", "reference"]),
        Searched("quote", HEADER, lines=("quoteline", "quote_id")),
        Searched("salesorder", HEADER, lines=("salesorderline", "order_id")),
        Searched("shipment", [*HEADER, "tracking"], lines=("shipmentline", "shipment_id"), also=[ORDER]),
        Searched(
            "salesinvoice",
            HEADER,
            number="coalesce(number, draft_number)",
            lines=("salesinvoiceline", "invoice_id"),
            also=[ORDER],
        ),
    ]
