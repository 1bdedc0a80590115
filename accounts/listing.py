"""A list whose picked rows can be worked on together: the bar's verbs, the question before them, and how a run goes.

The address stays the list's own (`?run=17`), so the list's right is the run's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import bulk, jobs
from accounts.bulk import BulkVerb
from accounts.models import BulkRow, BulkRun
from accounts.once import once
from rackbeat.lib.lists import ListPage
from rackbeat.lib.lists.parts import Button
from rackbeat.lib.lists.remember import LONGEST

TOO_MANY = gettext_lazy("More than 10,000 match. Narrow the filter and do it in parts.")
NOTHING = gettext_lazy("Pick a row first.")
SHOWN = 500


class BulkList(ListPage):
    """Says its verbs in `verbs`; everything else about doing them together is here."""

    verbs: ClassVar[Sequence[BulkVerb]] = ()

    @classmethod
    def all_verbs(cls) -> list[BulkVerb]:
        return list(cls.verbs)

    def my_verbs(self) -> list[BulkVerb]:
        return [verb for verb in self.all_verbs() if (verb.right or self.allows) in self.rights]

    def bulk_buttons(self) -> list[Button]:
        found = [
            Button(verb.label, self.request.path, verb.icon, verb.hotkey, verb.key)
            for verb in self.my_verbs()
            if verb.when is None or verb.when(self)
        ]
        return [*found, *super().bulk_buttons()]

    # --- asking for it ---

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "run" in request.GET:
            return self.show_run(request)
        return super().get(request, *args, **kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.POST.get("stop"):
            return once(self.stop_run)(request)
        if request.POST.get("undo"):
            return once(self.undo_run)(request)
        if request.POST.get("verb"):
            return once(self.bulk_answer)(request)
        return super().post(request, *args, **kwargs)

    def bulk_answer(self, request: Any) -> HttpResponseBase:
        verb = next((each for each in self.my_verbs() if each.key == request.POST["verb"]), None)
        if verb is None:
            raise PermissionDenied
        query = request.POST.get("query", "")[:LONGEST]
        keys = self.keys_asked_for(request, query)
        back = request.path + self.link(self.read(QueryDict(query)).unpaged())
        if not keys or len(keys) > bulk.MOST:
            messages.error(request, str(TOO_MANY if keys else NOTHING))
            return HttpResponseRedirect(back)
        if verb.ask and not request.POST.get("sure"):
            return self.ask(request, verb, len(keys), back)
        return self.begin(request, verb, keys, query, back)

    def keys_asked_for(self, request: Any, query: str) -> list[int]:
        """The picked rows, or all that match, in the order of the list; one more than can be done at once."""
        if request.POST.get("all"):
            self.state = self.read(QueryDict(query)).unpaged()
            rows = self.filtered.order_by(*(key.order(False) for key in self.keys))
        else:
            picks = [
                int(pick)
                for pick in request.POST.getlist("pick")
                if pick.isascii() and pick.isdigit() and len(pick) < 16
            ]
            rows = self.source.filter(**{f"{self.pick_by}__in": picks}).order_by(
                *(key.order(False) for key in self.keys)
            )
        return list(rows.values_list("pk", flat=True)[: bulk.MOST + 1])

    def ask(self, request: Any, verb: BulkVerb, count: int, back: str) -> HttpResponseBase:
        question = verb.ask
        assert question is not None
        context = {
            "heading": question.heading % {"count": count},
            "submit": question.submit % {"count": count},
            "text": question.text,
            "back": back,
            "verb": verb.key,
            "picks": request.POST.getlist("pick"),
            "all": request.POST.get("all", ""),
            "query": request.POST.get("query", ""),
            "path": request.path,
        }
        return render(request, "accounts/bulk/ask.html", context)

    def begin(self, request: Any, verb: BulkVerb, keys: Sequence[int], query: str, back: str) -> HttpResponseBase:
        run = bulk.start(self, verb, keys, query=query, by=request.user)
        there = HttpResponseRedirect(f"{request.path}?run={run.pk}")
        if len(keys) > verb.at_once:
            jobs.run_bulk.defer(agreement=request.agreement.pk, run=run.pk)
            return there
        bulk.at_once(run, type(self), verb)
        found = bulk.counts(run)
        if verb.gather or found[BulkRow.Outcome.REFUSED]:
            return there
        self.tell(request, run, verb, found[BulkRow.Outcome.DONE])
        return HttpResponseRedirect(back)

    def tell(self, request: Any, run: BulkRun, verb: BulkVerb, count: int) -> None:
        words = verb.done % {"count": count}
        if verb.undo:
            button = '{} <button class="link" form="undo-run" name="undo" value="{}">{}</button>'
            words = format_html(button, words, run.pk, _("Undo"))
        messages.success(request, words)

    # --- how it goes ---

    def run_of(self, request: Any, key: str) -> tuple[BulkRun, BulkVerb]:
        """One's own run of this list; others have no business with it."""
        rows = BulkRun.objects.filter(user=request.user, list_name=self.name)
        run = rows.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 16 else None
        found = bulk.verb_of(run) if run else None
        if run is None or found is None:
            raise Http404
        return run, found[1]

    def show_run(self, request: Any) -> HttpResponseBase:
        run, verb = self.run_of(request, request.GET["run"])
        standing = bulk.standing(run)
        if "file" in request.GET:
            if not run.file:
                raise Http404
            name = str(run.file.name).rsplit("/", 1)[-1]
            return FileResponse(run.file.open(), as_attachment=name.endswith(".zip"), filename=name)
        counts = bulk.counts(run)
        rows = run.rows.exclude(outcome=BulkRow.Outcome.WAITING).order_by("-outcome", "position")[:SHOWN]
        gone = run.count - counts[BulkRow.Outcome.WAITING]
        context = {
            "run": run,
            "standing": standing,
            "verb": verb,
            "title": self.title,
            "counts": counts,
            "rows": rows,
            "gone": gone,
            "percent": gone * 100 // max(run.count, 1),
            "done": verb.done % {"count": counts[BulkRow.Outcome.DONE]},
            "more": max(gone - SHOWN, 0),
            "path": request.path,
            "back": request.path + self.link(self.read(QueryDict(run.query)).unpaged()),
            "may_undo": bool(verb.undo and run.ended_at and counts[BulkRow.Outcome.DONE]),
        }
        part = bool(getattr(request, "htmx", None))
        return render(request, "accounts/bulk/_run.html" if part else "accounts/bulk/run.html", context)

    def stop_run(self, request: Any) -> HttpResponseBase:
        run, _verb = self.run_of(request, request.POST["stop"])
        bulk.stop(run)
        return HttpResponseRedirect(f"{request.path}?run={run.pk}")

    def undo_run(self, request: Any) -> HttpResponseBase:
        """The verb that takes it back, for the rows that were done."""
        run, verb = self.run_of(request, request.POST["undo"])
        back = next((each for each in self.my_verbs() if each.key == verb.undo), None)
        if back is None:
            raise PermissionDenied
        there = request.path + self.link(self.read(QueryDict(run.query)).unpaged())
        return self.begin(request, back, bulk.done_keys(run), run.query, there)
