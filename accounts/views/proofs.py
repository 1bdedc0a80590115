"""Firmainnstillinger > Books: everything that must hold, in plain words, whether it does, and when that was looked at last."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts import proofs
from accounts.models import BooksProof
from accounts.once import once
from accounts.permissions import allow
from accounts.request import Request
from accounts.views.answers import page
from rackbeat.lib import books
from rackbeat.lib.refusal import Refusal

PARTS = {
    "inventory": gettext_lazy("Stock and its value"),
    "purchasing": gettext_lazy("Purchasing"),
    "sales": gettext_lazy("Sales"),
    "accounts": pgettext_lazy("books", "Between agreements"),
}


@allow("settings.edit")
@once
def overview(request: Request) -> HttpResponse:
    """The last look that is finished, the one that is under way, those before, and the button for another."""
    if request.method == "POST":
        try:
            proofs.ask(request.agreement, by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("accounts:books")
    found = list(BooksProof.objects.select_related("asked_by")[:12])
    standing = proofs.standing(found[0]) if found else None
    finished = [proof for proof in found if proof.ended_at is not None]
    under_way = next((proof for proof in found[:1] if proof.ended_at is None), None)
    last = finished[0] if finished else None
    context: dict[str, Any] = {
        "last": last,
        "under_way": under_way,
        "standing": standing,
        "earlier": finished,
        "parts": _parts(last.results if last else _unseen()),
        "seen": last is not None,
    }
    return page(request, "accounts/settings/books.html", **context)


def _unseen() -> list[dict[str, Any]]:
    """What will be looked at, before it ever was."""
    return [
        {"app": app, "code": each.code, "about": each.about, "sentence": each.sentence, "count": 0}
        for app, each in books.by_app()
    ]


def _parts(results: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]], int]]:
    """(heading, rows, how many of them are broken), in the order in which an owner asks."""
    order = list(PARTS)
    rows = sorted(results, key=lambda row: order.index(row["app"]) if row["app"] in order else len(order))
    parts = []
    for app, own in groupby(rows, key=lambda row: row["app"]):
        told = [_told(row) for row in own]
        told.sort(key=lambda row: not row["count"])
        parts.append((str(PARTS.get(app, app)), told, sum(bool(row["count"]) for row in told)))
    return parts


def _told(row: dict[str, Any]) -> dict[str, Any]:
    words = {name: books.placed(row.get(name, "")) for name in ("what", "found", "due")}
    return row | words | {"says": books.in_words(row["sentence"], row["about"])}


def verdict(proof: BooksProof | None) -> str:
    """In a word, for the overview of the settings."""
    if proof is None:
        return ""
    return _("In order") if not proof.broken else _("Not in order")
