from django.db import migrations

from accounts.fences import Fence, Frozen, FrozenLines
from accounts.search import Searched

HEADER = ["party_name", "their_reference", "our_reference", "heading", "cause"]
FREE = ["archived", "archived_by_hand", "layout_id", "version", "status", "reversed_on"]

# Lines stay final when the return was taken back.
REVERSED = """
CREATE TRIGGER frozen_reversed BEFORE INSERT OR UPDATE OR DELETE ON purchasing_supplierreturnline FOR EACH ROW
EXECUTE FUNCTION rackbeat_frozen_line('purchasing_supplierreturn', 'supplier_return_id', 'reversed', '')
"""


class Migration(migrations.Migration):
    dependencies = [("purchasing", "0010_supplier_returns")]

    operations = [
        Fence("supplierreturn", "supplierreturnline"),
        Frozen("supplierreturn", "OLD.status <> 'draft'", FREE),
        FrozenLines("supplierreturnline", "supplierreturn", "supplier_return_id", "booked", []),
        migrations.RunSQL(REVERSED, "DROP TRIGGER frozen_reversed ON purchasing_supplierreturnline"),
        Searched("supplierreturn", HEADER, lines=("supplierreturnline", "supplier_return_id")),
    ]
