"""Firmainnstillinger > Data: everything out as a file, and what is kept how long. For owners."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts import takeout
from accounts.models import DataExport
from accounts.once import once
from accounts.permissions import allow
from accounts.request import Request
from accounts.views.answers import page
from rackbeat.lib.refusal import Refusal
from rackbeat.lib.working import Standing


@allow("settings.edit")
@once
def overview(request: Request) -> HttpResponse:
    """The files that were made, the one that is being made, and the button for another."""
    if request.method == "POST":
        try:
            takeout.ask(request.agreement, by=request.user)
            messages.success(request, _("The file is being made. You can leave this page."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("accounts:data")
    exports = [_shown(export) for export in DataExport.objects.select_related("asked_by")[:20]]
    context: dict[str, Any] = {
        "exports": exports,
        "busy": any(progress and standing is not Standing.GONE for _export, progress, standing in exports),
        "days": takeout.KEPT.days,
    }
    return page(request, "accounts/settings/data.html", **context)


def _shown(export: DataExport) -> tuple[DataExport, takeout.Progress | None, Standing | None]:
    """With how far it is and how that stands."""
    standing = takeout.standing(export)
    return export, takeout.progress_of(export) if export.is_under_way else None, standing


@allow("settings.edit")
def take(request: Request, pk: int) -> HttpResponseBase:
    """The file itself."""
    export = get_object_or_404(DataExport.objects.select_related("agreement"), pk=pk)
    try:
        path = takeout.take(export, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:data")
    name = f"rackbeat-{request.agreement.number}-{export.asked_at:%Y-%m-%d}.zip"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
