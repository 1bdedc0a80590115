"""Company settings > Import: files are sent, told how to be read, imported, undone. What a row means the apps above say."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts import history
from accounts.importing import mapping, runs
from accounts.importing.kinds import Kind, all_kinds
from accounts.models import Import
from accounts.once import once
from accounts.permissions import allow
from accounts.request import Request
from rackbeat.lib import spreadsheets
from rackbeat.lib.fields import DayField
from rackbeat.lib.refusal import Refusal

LATEST, REFUSALS = 50, 50
SAMPLES = 3
CSV = "text/csv; charset=utf-8"


class FileForm(forms.Form):
    """A spreadsheet from the user's disk."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy(
            "Excel (.xlsx) or CSV, at most 25 MB and 200,000 rows. The first row names the columns."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={"empty": gettext_lazy("The file is empty."), "required": gettext_lazy("Choose a file.")},
    )


class DatedForm(forms.Form):
    dated_on = DayField(
        label=gettext_lazy("Day"), help_text=gettext_lazy("The goods stand in the ledger from this day on.")
    )


def _kind(request: Request, key: str) -> type[Kind]:
    kind = all_kinds().get(key)
    if kind is None:
        raise Http404
    if kind.right not in request.may:
        raise PermissionDenied
    return kind


def _run(request: Request, number: int) -> Import:
    run = get_object_or_404(Import.objects.select_related("made_by"), number=number)
    _kind(request, run.kind)
    return run


def _here(run: Import) -> str:
    return reverse("accounts:import", args=[run.number])


# --- pages ------------------------------------------------------------------------------------------------------


@allow("items.edit")
@require_GET
def everything(request: Request) -> HttpResponse:
    """What can be imported, and what was."""
    kinds = [kind for kind in all_kinds().values() if kind.right in request.may]
    latest = [(run, all_kinds()[run.kind]) for run in Import.objects.select_related("made_by")[:LATEST]]
    return render(request, "accounts/imports/list.html", {"kinds": kinds, "latest": latest})


@allow("items.edit")
@once
def new(request: Request, kind: str) -> HttpResponse:
    """Send a file of one kind of rows."""
    found = _kind(request, kind)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            run = runs.begin(found, upload.file, name=upload.name, size=upload.size, by=request.user)
        except Refusal as no:
            form.add_error("file", str(no))
        else:
            return redirect(_here(run))
    context = {"kind": found, "form": form, "columns": found.columns}
    return render(request, "accounts/imports/new.html", context, status=422 if form.errors else 200)


@allow("items.edit")
@require_GET
def example(request: Request, kind: str) -> StreamingHttpResponse:
    """A file to fill in: our words for the columns, and two rows that show how."""
    found = _kind(request, kind)
    lines = [[column.label for column in found.columns]]
    lines += [[(*column.example, "", "")[place] for column in found.columns] for place in (0, 1)]
    return _file(f"{slugify(str(found.title)) or found.key}.csv", lines)


def _file(name: str, lines: Any) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        spreadsheets.csv_bytes(lines),
        content_type=CSV,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@allow("items.edit")
@require_GET
def show(request: Request, number: int) -> HttpResponse:
    """How far it is, what it did, what may be done next."""
    run = _run(request, number)
    kind = runs.kind_of(run)
    refused = list(run.refusals.all()[:REFUSALS])
    context = {
        "run": run,
        "kind": kind,
        "choices": _choices(run, kind),
        "heads": list(enumerate(run.heads)),
        "lacking": [column.label for column in mapping.lacks(kind, run.mapping)],
        "dated": DatedForm(initial={"dated_on": run.dated_on}) if kind.dated else None,
        "preview": _preview(run, kind),
        "refused": refused,
        "more_refused": run.refused - len(refused),
        "others": runs.others(run) if run.status == Import.Status.DONE and run.stored else [],
        "list_url": reverse(kind.list_name) if kind.list_name else "",
        "events": history.of(run),
        "may_read": run.status in (Import.Status.DRAFT, Import.Status.REFUSED) and bool(run.stored),
    }
    return render(request, "accounts/imports/show.html", context)


def _choices(run: Import, kind: type[Kind]) -> list[dict[str, Any]]:
    """Our columns, each with the file's column that is meant and what stands in it."""
    first = (run.preview or {}).get("rows", [])[:SAMPLES]
    found = []
    for column in kind.columns:
        place = run.mapping.get(column.key)
        cells = [cells[place] for _n, _o, cells, _r in first if place is not None and place < len(cells)]
        found.append({"column": column, "place": place, "sample": " · ".join(cell for cell in cells if cell)[:80]})
    return found


def _preview(run: Import, kind: type[Kind]) -> dict[str, Any]:
    kept = run.preview or {}
    shown = [column for column in kind.columns if column.key in run.mapping][:6]
    rows = []
    for number, outcome, cells, reasons in kept.get("rows", []):
        places = [run.mapping[column.key] for column in shown]
        texts = [cells[place] if place < len(cells) else "" for place in places]
        rows.append({"number": number, "outcome": OUTCOMES.get(outcome), "texts": texts, "reasons": reasons})
    return {**kept, "heads": [column.label for column in shown], "rows": rows}


OUTCOMES = {  # mark, tone, word
    "created": ("done", "good", gettext_lazy("New")),
    "changed": ("half", "info", gettext_lazy("Changed")),
    "unchanged": ("ring", "neutral", gettext_lazy("As it is")),
    "refused": ("end", "bad", gettext_lazy("Wrong")),
}


@allow("items.edit")
@require_GET
def refused_file(request: Request, number: int) -> StreamingHttpResponse:
    """The rows that could not be imported, as they stood, each with the reason; mend it and send it again."""
    run = _run(request, number)
    rows = [(row.cells, row.reasons) for row in run.refusals.order_by("row").iterator(chunk_size=2000)]
    width = len(run.heads)

    def lines() -> Any:
        yield [*run.heads, _("What is wrong")]
        for cells, reasons in rows:
            wrong = "; ".join(f"{label}: {sentence}" if label else sentence for label, sentence in reasons)
            yield [*(cells + [""] * width)[:width], wrong]

    return _file(f"import-{run.number}-" + slugify(_("Wrong rows")) + ".csv", lines())


# --- verbs ------------------------------------------------------------------------------------------------------


def _do(request: Request, run: Import, verb: Callable[..., Any], said: str = "", **facts: Any) -> HttpResponse:
    try:
        verb(run, by=request.user, **facts)
    except Refusal as no:
        messages.error(request, str(no))
    else:
        if said:
            messages.success(request, said)
    return HttpResponseRedirect(_here(run))


def _said(request: Request, run: Import) -> dict[str, Any]:
    """The form of the reading: which column is which."""
    places = {}
    for column in runs.kind_of(run).columns:
        text = request.POST.get(f"column-{column.key}", "")
        if text.isascii() and text.isdigit() and len(text) < 4:
            places[column.key] = int(text)
    dated = DatedForm(request.POST)
    return {
        "mapping": places,
        "decimal": request.POST.get("decimal", ","),
        "dated_on": dated.cleaned_data["dated_on"] if dated.is_valid() else run.dated_on,
    }


@allow("items.edit")
@require_POST
@once
def read_as(request: Request, number: int) -> HttpResponse:
    """Say how to read it; with the button Import, start at once."""
    run = _run(request, number)
    keeps_good = request.POST.get("keeps_good") == "on"
    try:
        runs.read_as(run, by=request.user, **_said(request, run))
        if request.POST.get("do") == "start":
            runs.start(run, by=request.user, keeps_good=keeps_good)
    except Refusal as no:
        messages.error(request, str(no))
    return HttpResponseRedirect(_here(run))


@allow("items.edit")
@require_POST
@once
def start(request: Request, number: int) -> HttpResponse:
    """The good rows alone, or on from where it was stopped."""
    return _do(request, _run(request, number), runs.start, keeps_good=True)


@allow("items.edit")
@require_POST
@once
def stop(request: Request, number: int) -> HttpResponse:
    return _do(request, _run(request, number), runs.stop, _("Stopped."))


@allow("items.edit")
@require_POST
@once
def undo(request: Request, number: int) -> HttpResponse:
    return _do(request, _run(request, number), runs.undo)


@allow("items.edit")
@require_POST
@once
def again(request: Request, number: int, kind: str) -> HttpResponse:
    """The same file, read as another kind."""
    run, other = _run(request, number), _kind(request, kind)
    try:
        return redirect(_here(runs.again(run, other, by=request.user)))
    except Refusal as no:
        messages.error(request, str(no))
        return redirect(_here(run))


@allow("items.edit")
@require_POST
@once
def discard(request: Request, number: int) -> HttpResponse:
    run = _run(request, number)
    try:
        runs.discard(run, by=request.user)
    except Refusal as no:
        messages.error(request, str(no))
        return redirect(_here(run))
    messages.success(request, _("The import is thrown away."))
    return redirect("accounts:imports")
