"""What an invoice has while it is overdue: a reminder among its papers, and how many days it is."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy, ngettext

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

    def _over(self, document: Any) -> str:
        today = document.agreement.today()
        if document.due_on is None or not document.is_overdue(today):
            return ""
        days = (today - document.due_on).days
        return ngettext("%(days)s day over", "%(days)s days over", days) % {"days": days}


def _is_late(document: Any) -> bool:
    return document.is_overdue(document.agreement.today())
