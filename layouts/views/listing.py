"""What every list of documents can do with picked rows: archive, take out again, papers as one file or as many."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from pypdf import PdfWriter

from accounts.bulk import BulkVerb
from accounts.listing import BulkList
from layouts import drafting, stored
from layouts.paper import PaperFailed
from layouts.views.pdf import file_name
from rackbeat.lib.lists import AmountColumn, Column, PercentColumn, QuantityColumn
from rackbeat.lib.refusal import Refusal, require

WORKS = {  # the right to work with what one may see, where a list does not say another
    "sales.view": "sales.edit",
    "purchasing.view": "purchasing.edit",
    "receipts.view": "receipts.work",
    "shipments.view": "shipments.work",
    "items.view": "items.edit",
}
FEW = 20  # papers that are made while one waits


def paper(document: Any, *, by: Any, kind: str = "") -> bytes:
    try:
        return stored.pdf_of(document, kind)
    except PaperFailed:
        raise Refusal(_("The PDF could not be made just now. Please try again.")) from None


def merged(parts: Sequence[tuple[str, bytes]], name: str) -> tuple[str, bytes]:
    """One PDF of all, in the order of the list, each with a bookmark."""
    with PdfWriter() as whole, io.BytesIO() as file:
        for title, content in parts:
            whole.append(io.BytesIO(content), outline_item=title.removesuffix(".pdf"))
        whole.write(file)
        return f"{name}.pdf", file.getvalue()


def zipped(parts: Sequence[tuple[str, bytes]], name: str) -> tuple[str, bytes]:
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as whole:
            taken: set[str] = set()
            for at, (title, content) in enumerate(parts, start=1):
                inside = title if title not in taken else f"{at}-{title}"
                taken.add(inside)
                whole.writestr(inside, content)
        return f"{name}.zip", file.getvalue()


def put_away(document: Any, *, by: Any, archived: bool = True) -> Any:
    """Archive it or take it out; one that is there already is refused, so that undo leaves it where it was."""
    document = type(document).objects.lock(document)
    require(
        document.archived != archived, _("It was in the archive already.") if archived else _("It was not archived.")
    )
    return drafting.archive(document, by=by, archived=archived)


def papers(kind: str = "", label: Any = None) -> list[BulkVerb]:
    """Two verbs for a kind of paper: all in one PDF, and each in its own file."""
    facts: dict[str, Any] = {
        "do": partial(paper, kind=kind),
        "part": partial(file_name, kind=kind),
        "done": ngettext_lazy("%(count)s PDF is ready.", "%(count)s PDFs are ready.", "count"),
        "at_once": FEW,
    }
    key = f"-{kind}" if kind else ""
    title = label or gettext_lazy("PDF")
    one = BulkVerb(f"pdf{key}", title, gather=merged, icon="print", **facts)
    return [one] if kind else [one, BulkVerb("zip", gettext_lazy("PDFs in a zip"), gather=zipped, icon="file", **facts)]


class DocumentList(BulkList):
    """A list of documents. Further verbs stand in `verbs`; `papers` are kinds beside the usual one, None for no paper."""

    lines: ClassVar[str] = "lines"
    works: ClassVar[str] = ""
    papers: ClassVar[Sequence[tuple[str, Any]] | None] = ()

    @classmethod
    def all_verbs(cls) -> list[BulkVerb]:
        right = cls.works or WORKS[cls.allows]
        found = [
            *cls.verbs,
            BulkVerb(
                "archive",
                gettext_lazy("Archive"),
                put_away,
                ngettext_lazy("%(count)s is archived.", "%(count)s are archived.", "count"),
                right=right,
                icon="archive",
                undo="unarchive",
                hotkey="a",
                when=lambda page: page.archive_value != "only",
            ),
            BulkVerb(
                "unarchive",
                gettext_lazy("Take out of the archive"),
                partial(put_away, archived=False),
                ngettext_lazy("%(count)s is out of the archive.", "%(count)s are out of the archive.", "count"),
                right=right,
                icon="archive",
                undo="archive",
                hotkey="u",
                when=lambda page: page.archive_value != "no",
            ),
        ]
        if cls.papers is not None:
            found += papers()
            found += [verb for kind, label in cls.papers for verb in papers(kind, label)]
        return found

    # --- its lines, to be taken away -----------------------------------------------------------------------------

    @property
    def line_fields(self) -> set[str]:
        lines: Any = self.source.model._meta.get_field(self.lines).related_model
        return {field.name for field in lines._meta.get_fields()}

    @property
    def line_relations(self) -> Sequence[str]:  # type: ignore[override]
        return [name for name in ("item", "location") if name in self.line_fields]

    @property
    def line_columns(self) -> Sequence[Column]:  # type: ignore[override]
        """What the lines of this kind of document have, prices for those who see its amounts."""
        amounts = [column for column in self.columns if isinstance(column, AmountColumn)]
        right = next((column.right for column in amounts if column.right), "price.view")
        known, number = self.line_fields, gettext_lazy("Item no.")
        columns: list[Column] = [
            Column("position", gettext_lazy("Line")),
            Column("item", number, value="item__number"),
            Column("text", gettext_lazy("Text")),
            Column("location", gettext_lazy("Location"), value="location__code"),
            QuantityColumn("quantity", gettext_lazy("Quantity")),
            Column("unit", gettext_lazy("Unit")),
            AmountColumn("price", gettext_lazy("Price"), right=right),
            PercentColumn("discount_percent", gettext_lazy("Discount"), right=right),
            AmountColumn("amount_net", gettext_lazy("Excl. VAT"), right=right),
        ]
        return [column for column in columns if column.key in known]
