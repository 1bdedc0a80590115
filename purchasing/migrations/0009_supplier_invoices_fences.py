from django.db import migrations

from accounts.fences import AppendOnly, Fence, Frozen, FrozenLines
from accounts.search import Searched

HEADER = ["party_name", "their_reference", "our_reference", "heading", "supplier_number"]
FREE = ["archived", "archived_by_hand", "layout_id", "version", "status", "reversed_on"]

# What has been received is finished only when it has been invoiced too (decision 510).
AGAIN = """
UPDATE purchasing_purchaseorder SET archived = false
WHERE archived AND NOT archived_by_hand AND status = 'sent' AND receiving = 'full'
"""
# Lines stay final when the booking was taken back.
REVERSED = """
CREATE TRIGGER frozen_reversed BEFORE INSERT OR UPDATE OR DELETE ON purchasing_supplierinvoiceline FOR EACH ROW
EXECUTE FUNCTION rackbeat_frozen_line('purchasing_supplierinvoice', 'invoice_id', 'reversed', '')
"""


class Migration(migrations.Migration):
    dependencies = [("purchasing", "0008_supplier_invoices"), ("accounts", "0007_search_entries")]

    operations = [
        Fence("supplierinvoice", "supplierinvoicereceipt", "supplierinvoiceline", "landedshare"),
        Frozen("supplierinvoice", "OLD.status <> 'draft'", FREE),
        FrozenLines("supplierinvoiceline", "supplierinvoice", "invoice_id", "booked", []),
        migrations.RunSQL(REVERSED, "DROP TRIGGER frozen_reversed ON purchasing_supplierinvoiceline"),
        AppendOnly("landedshare"),
        Searched("supplierinvoice", HEADER, lines=("supplierinvoiceline", "invoice_id")),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
    ]
