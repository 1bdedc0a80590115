"""The papers of an invoice: itself, and a reminder while it is overdue."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy

from layouts.models import PaperKind
from layouts.views.facts import Paper


class Reminders:
    """The part of the invoices' desk that reminds."""

    papers: ClassVar[Sequence[Paper]] = (
        Paper(),
        Paper(gettext_lazy("Reminder"), "reminder", "reminder.pdf", PaperKind.REMINDER),
    )
    mailed: ClassVar[tuple[str, ...]] = (PaperKind.INVOICE, PaperKind.REMINDER)

    def papers_of(self, document: Any) -> Sequence[Paper]:
        """A reminder is offered of what is overdue."""
        return [each for each in self.papers if _is_late(document) or each.kind != PaperKind.REMINDER]

    def mailed_of(self, document: Any) -> list[str]:
        return [each for each in self.mailed if _is_late(document) or each != PaperKind.REMINDER]


def _is_late(document: Any) -> bool:
    return document.is_overdue(document.agreement.today())
