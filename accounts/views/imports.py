"""Company settings > Import: files are sent, told how to be read, imported, undone. What a row means the apps above say."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts import history
from accounts.importing import mapping, runs, work
from accounts.importing.kinds import Kind, all_kinds
from accounts.models import Import, ImportedRow
from accounts.once import once
from accounts.permissions import allow
from accounts.request import Request
from rackbeat.lib import spreadsheets
from rackbeat.lib.fields import DayField
from rackbeat.lib.refusal import Refusal
from rackbeat.templatetags import ui

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
    standing = runs.standing(run)
    kind = runs.kind_of(run)
    refused = list(run.refusals.all()[:REFUSALS])
    context = {
        "run": run,
        "standing": standing,
        "kind": kind,
        "choices": _choices(run, kind),
        "heads": list(enumerate(run.heads)),
        "lacking": [column.label for column in mapping.lacks(kind, run.mapping)],
        "unused": runs.unused(run),
        "dated": DatedForm(initial={"dated_on": run.dated_on}) if kind.dated else None,
        "preview": _preview(run, kind),
        "missing": _missing(run, kind),
        "made_beside": _made_beside(run, kind),
        "refused": refused,
        "more_refused": run.refused - len(refused),
        "others": runs.others(run) if run.status == Import.Status.DONE and run.stored else [],
        "list_url": reverse(kind.list_name) if kind.list_name else "",
        "events": history.of(run, may=request.may),
        "may_read": run.status in (Import.Status.DRAFT, Import.Status.REFUSED) and bool(run.stored),
        "promise": _promise(run),
    }
    return render(request, "accounts/imports/show.html", context)


def _choices(run: Import, kind: type[Kind]) -> list[dict[str, Any]]:
    """Our columns, each with the file's column that is meant and what stands in it."""
    first = (run.preview or {}).get("rows", [])[:SAMPLES]
    found = []
    for column in kind.columns:
        place = run.mapping.get(column.key)
        said = [_said_cell(row[2], place, _read(row).get(column.key)) for row in first] if place is not None else []
        found.append({"column": column, "place": place, "sample": " · ".join(filter(None, said))[:80]})
    return found


def _preview(run: Import, kind: type[Kind]) -> dict[str, Any]:
    kept = run.preview or {}
    shown = [column for column in kind.columns if column.key in run.mapping][:6]
    rows = []
    for row in kept.get("rows", []):
        number, outcome, cells, reasons = row[:4]
        read = _read(row)
        texts = [(_said_cell(cells, run.mapping[column.key], read.get(column.key)), column.form) for column in shown]
        rows.append({"number": number, "outcome": OUTCOMES.get(outcome), "texts": texts, "reasons": reasons})
    heads = [(column.label, column.form) for column in shown]
    return {**kept, "heads": heads, "rows": rows, "width": len(heads) + 1}


def _promise(run: Import) -> dict[str, Any]:
    """What the button would import: wrong rows are left out. `sure`: every row was tried, so that the figures are the file's."""
    tried, wrong = (run.preview or {}).get("tried", 0), _wrong(run)
    if run.status == Import.Status.REFUSED and run.refused:
        tried, wrong = run.row, run.refused
    return {"wrong": wrong, "right": max(0, run.rows - wrong), "sure": tried >= run.rows}


def _wrong(run: Import) -> int:
    """Of the rows that the preview tried."""
    return int((run.preview or {}).get("counts", {}).get("refused", 0))


def _read(row: list[Any]) -> dict[str, str]:
    """What the numbers of a kept row were read as; previews of before did not say."""
    return row[4] if len(row) > 4 else {}


def _said_cell(cells: list[str], place: int, number: str | None) -> str:
    """A number as the reader writes it, so that a mistaken sign for decimals is seen; all else as it stands in the file."""
    if number is not None:
        return str(ui.quantity(Decimal(number)))
    return cells[place] if place < len(cells) else ""


def _missing(run: Import, kind: type[Kind]) -> dict[str, Any]:
    """What the file names of other registers and is not there yet: it may be made along."""
    found = (run.preview or {}).get("missing", {})
    named = [
        {"what": model._meta.verbose_name_plural, **found[key], "more": found[key]["count"] - len(found[key]["names"])}
        for key, model in kind.adds.items()
        if key in found
    ]
    most = max((each["count"] for each in named), default=0)
    return {"named": named, "count": sum(each["count"] for each in named), "too_many": most > work.MOST_MISSING}


def _made_beside(run: Import, kind: type[Kind]) -> list[tuple[str, int]]:
    """(what, how many) of other registers it made along."""
    labels = {model._meta.label_lower: model for model in kind.adds.values()}
    rows = ImportedRow.objects.filter(run=run, target_kind__in=labels).values_list("target_kind")
    counted = dict(rows.annotate(count=Count("pk"))) if labels else {}
    return [(str(labels[key]._meta.verbose_name_plural), counted[key]) for key in labels if key in counted]


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
        "adds_missing": request.POST.get("adds_missing") == "on" or not request.POST.get("missing", "0").strip("0"),
    }


@allow("items.edit")
@require_POST
@once
def read_as(request: Request, number: int) -> HttpResponse:
    """Say how to read it; with the button Import, start at once."""
    run = _run(request, number)
    do, shown = request.POST.get("do"), _wrong(run)
    try:
        run = runs.read_as(run, by=request.user, **_said(request, run))
        missing = _missing(run, runs.kind_of(run))["count"]
        if run.adds_missing and str(missing) != request.POST.get("missing", "0"):
            messages.info(
                request, _("The file names what is not there yet. See what would be made along, then import.")
            )
        elif do == "start" and _wrong(run) > shown:
            messages.info(request, _("Read like this, more rows are wrong. See which, then import."))
        elif do in ("start", "try"):
            keeps_good = do == "start" and request.POST.get("keeps_good") == "on"
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
