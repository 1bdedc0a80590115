from django.db import migrations

from accounts.fences import AppendOnly, Fence, Frozen, FrozenLines
from accounts.search import Searched

HEADER = ["party_name", "their_reference", "our_reference", "heading"]
ORDER = "SELECT o.number FROM purchasing_purchaseorder o WHERE o.agreement_id = d.agreement_id AND o.id = d.order_id"
FREE = ["archived", "archived_by_hand", "layout_id", "version"]
TAKEN_BACK = [*FREE, "status", "reversed_on"]

# Lines stay final when the booking was taken back.
REVERSED = """
CREATE TRIGGER frozen_reversed BEFORE INSERT OR UPDATE OR DELETE ON {lines} FOR EACH ROW
EXECUTE FUNCTION rackbeat_frozen_line('{document}', '{key}', 'reversed', '')
"""


def stay_final(document, key):
    """For a model whose lines are called after it."""
    document = f"purchasing_{document}"
    made = REVERSED.format(lines=f"{document}line", document=document, key=key)
    return migrations.RunSQL(made, f"DROP TRIGGER frozen_reversed ON {document}line")


class Migration(migrations.Migration):
    # a database that has all of these is up to date
    replaces = [
        ("purchasing", "0001_initial"),
        ("purchasing", "0002_fences"),
        ("purchasing", "0003_frozen_lines"),
        ("purchasing", "0004_counted_lines"),
        ("purchasing", "0005_searched"),
        ("purchasing", "0006_contacts"),
        ("purchasing", "0007_found_by_order"),
        ("purchasing", "0008_supplier_invoices"),
        ("purchasing", "0009_supplier_invoices_fences"),
        ("purchasing", "0010_supplier_returns"),
        ("purchasing", "0011_supplier_returns_fences"),
    ]
    dependencies = [
        ("purchasing", "0001_tables"),
        ("accounts", "0002_rules"),
        ("inventory", "0002_rules"),
        ("layouts", "0002_rules"),
    ]

    operations = [
        Fence(
            "supplier",
            "suppliercontact",
            "purchaseorder",
            "purchaseorderline",
            "goodsreceipt",
            "goodsreceiptline",
            "supplierinvoice",
            "supplierinvoicereceipt",
            "supplierinvoiceline",
            "landedshare",
            "supplierreturn",
            "supplierreturnline",
        ),
        AppendOnly("landedshare"),
        Frozen("goodsreceipt", "OLD.status = 'received'", FREE),
        FrozenLines("goodsreceiptline", "goodsreceipt", "receipt_id", "received", []),
        Frozen("supplierinvoice", "OLD.status <> 'draft'", TAKEN_BACK),
        FrozenLines("supplierinvoiceline", "supplierinvoice", "invoice_id", "booked", []),
        stay_final("supplierinvoice", "invoice_id"),
        Frozen("supplierreturn", "OLD.status <> 'draft'", TAKEN_BACK),
        FrozenLines("supplierreturnline", "supplierreturn", "supplier_return_id", "booked", []),
        stay_final("supplierreturn", "supplier_return_id"),
        Searched("supplier", ["name", "city", "email", "phone", "org_number", "reference"]),
        Searched("purchaseorder", HEADER, lines=("purchaseorderline", "order_id")),
        Searched(
            "goodsreceipt",
            [*HEADER, "delivery_note_number"],
            lines=("goodsreceiptline", "receipt_id"),
            also=[ORDER],
        ),
        Searched("supplierinvoice", [*HEADER, "supplier_number"], lines=("supplierinvoiceline", "invoice_id")),
        Searched("supplierreturn", [*HEADER, "cause"], lines=("supplierreturnline", "supplier_return_id")),
    ]
