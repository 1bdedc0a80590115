"""One verb for many rows of a list: each row in its own transaction, refused or done, with the reason kept.

Up to a verb's `at_once` it happens in the request, above that in a job that shows how far it has come. Started again
after a crash it goes on where it stopped. What may happen to a row is decided by the verb that it calls.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count
from django.urls import get_resolver
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import Agreement, BulkRow, BulkRun, Membership, User
from accounts.permissions import RIGHTS
from accounts.tenancy import acting_for
from rackbeat.lib import periods, working
from rackbeat.lib.lists import ListPage
from rackbeat.lib.refusal import Refusal
from rackbeat.lib.working import Standing

Words = str | Promise
MOST = 10_000
KEPT_DAYS = 14
WAITING, DONE, REFUSED = BulkRow.Outcome.WAITING, BulkRow.Outcome.DONE, BulkRow.Outcome.REFUSED


@dataclass(frozen=True)
class Question:
    """What is asked before something that cannot be taken back; `%(count)s` in heading and submit is how many."""

    heading: Any  # ngettext_lazy
    submit: Any
    text: Words = ""


@dataclass(frozen=True)
class BulkVerb:
    """A verb of the bulk bar. `do(row, by=user)` refuses or does it; with `gather` it returns the bytes of a part.

    done: how it is told, ngettext_lazy with `%(count)s`. undo: the key of the verb that takes it back.
    gather: (parts in order as (name, bytes), whole name) -> (file name, bytes). right: "" for who sees the list.
    when: whether the page offers it, as it stands.
    """

    key: str
    label: Words
    do: Callable[..., Any]
    done: Any
    right: str = ""
    icon: str = ""
    undo: str = ""
    ask: Question | None = None
    gather: Callable[[Sequence[tuple[str, bytes]], str], tuple[str, bytes]] | None = None
    part: Callable[[Any], str] | None = None
    at_once: int = 200
    when: Callable[[Any], bool] | None = None
    hotkey: str = ""


def verb_of(run: BulkRun) -> tuple[type[ListPage], BulkVerb] | None:
    """The list and the verb that a run names, as long as they exist."""
    get_resolver().url_patterns  # noqa: B018 - the lists are known once the addresses are
    page = ListPage.by_name.get(run.list_name)
    verbs = getattr(page, "all_verbs", None)
    found = next((verb for verb in (verbs() if verbs else ()) if verb.key == run.verb), None)
    return (page, found) if page is not None and found is not None else None


def start(page: Any, verb: BulkVerb, keys: Sequence[int], *, query: str, by: User) -> BulkRun:
    """Write down what is to be done; the caller does it, or leaves it to the worker."""
    run = BulkRun.objects.create(user=by, list_name=page.name, verb=verb.key, query=query, count=len(keys))
    BulkRow.objects.bulk_create(
        (BulkRow(run=run, position=at, key=key) for at, key in enumerate(keys, start=1)), batch_size=2000
    )
    return run


def rights_of(user: User) -> frozenset[str]:
    """What the user may in this agreement now, which may be less than when it was asked."""
    member = Membership.objects.filter(user=user, is_barred=False).first()
    return RIGHTS[member.role] if member is not None and user.is_active else frozenset()


def work(agreement: int, key: int) -> None:
    """Do what waits, row by row, each in a transaction of its own, in the words of whoever asked."""
    with acting_for(agreement):
        run = BulkRun.objects.select_related("user", "agreement").get(pk=key)
        found = verb_of(run)
        may = rights_of(run.user)
    with translation.override(run.user.language):
        if found is None or (found[1].right or found[0].allows) not in may:
            with acting_for(agreement):
                run.rows.filter(outcome=WAITING).update(outcome=REFUSED, why=_("You may not do this any more."))
        else:
            while one(run, *found):
                pass
            with acting_for(agreement):
                finish(run, found[1])
        with acting_for(agreement):
            BulkRun.objects.filter(pk=run.pk).update(ended_at=periods.now())


def one(run: BulkRun, page: type[ListPage], verb: BulkVerb) -> bool:
    """The next row that waits; False where none does, or somebody has stopped it."""
    with acting_for(run.agreement_id, user=run.user):
        if BulkRun.objects.filter(pk=run.pk, is_stopped=True).exists():
            return False
        row = run.rows.filter(outcome=WAITING).order_by("position").select_for_update(skip_locked=True).first()
        if row is None:
            return False
        attempt(run, row, page().source.filter(pk=row.key).first(), page, verb)
        return True


def attempt(run: BulkRun, row: BulkRow, subject: Any, page: type[ListPage], verb: BulkVerb) -> None:
    """Do it to one row, within a savepoint, and write what came of it."""
    if subject is None:
        row.outcome, row.why = REFUSED, _("It is not there any more.")
    else:
        row.name, row.url = page().name_of(subject)[:200], page().url_of(subject)[:300]
        try:
            with transaction.atomic():
                result = verb.do(subject, by=run.user)
            row.outcome = DONE
            if verb.gather:
                default_storage.delete(part_name(run, row))
                default_storage.save(part_name(run, row), ContentFile(result))
                row.name = verb.part(subject)[:200] if verb.part else row.name
        except Refusal as no:
            row.outcome, row.why = REFUSED, str(no)[:500]
    row.save(update_fields=["name", "url", "outcome", "why"])


def part_name(run: BulkRun, row: BulkRow) -> str:
    return f"bulk/{run.agreement_id}-{run.pk}/{row.position}"


def finish(run: BulkRun, verb: BulkVerb) -> None:
    """Put the parts together, where the verb makes a file, and throw them away."""
    if not verb.gather or run.file:
        return
    rows = list(run.rows.filter(outcome=DONE).order_by("position"))
    parts = []
    for row in rows:
        with default_storage.open(part_name(run, row)) as part:
            parts.append((row.name, part.read()))
    if parts:
        found = verb_of(run)
        title = str(found[0].title) if found else run.list_name
        name, content = verb.gather(parts, f"{title} {run.agreement.today():%Y-%m-%d}")
        run.file.save(f"{run.agreement_id}-{run.pk}/{name}", ContentFile(content))
    for row in rows:
        default_storage.delete(part_name(run, row))


def standing(run: BulkRun) -> Standing | None:
    """How the worker's part of it stands; None where it has ended."""
    return None if run.ended_at else working.on(run, "accounts.run_bulk", run=run.pk)


def stop(run: BulkRun) -> None:
    """No further rows. Where no worker will ever come to end it, it ends here."""
    facts: dict[str, Any] = {"is_stopped": True}
    if standing(run) is Standing.GONE:
        facts["ended_at"] = periods.now()
    BulkRun.objects.filter(pk=run.pk, ended_at=None).update(**facts)


def at_once(run: BulkRun, page: type[ListPage], verb: BulkVerb) -> None:
    """All of it now, in the caller's transaction, each row behind a savepoint."""
    rows = list(run.rows.order_by("position"))
    subjects = {subject.pk: subject for subject in page().source.filter(pk__in=[row.key for row in rows])}
    for row in rows:
        attempt(run, row, subjects.get(row.key), page, verb)
    finish(run, verb)
    run.ended_at = periods.now()
    run.save(update_fields=["ended_at"])


def counts(run: BulkRun) -> dict[str, int]:
    rows = run.rows.order_by().values_list("outcome").annotate(count=Count("pk"))
    return {str(outcome): 0 for outcome in BulkRow.Outcome.values} | dict(rows)


def done_keys(run: BulkRun) -> list[int]:
    return list(run.rows.filter(outcome=DONE).order_by("position").values_list("key", flat=True))


def clear(days: int = KEPT_DAYS) -> None:
    """Runs that nobody asks for any more, and their files."""
    for agreement in Agreement.objects.values_list("pk", flat=True):
        with acting_for(agreement):
            for run in BulkRun.objects.filter(asked_at__lt=periods.now() - timedelta(days=days)):
                if run.file:
                    run.file.delete(save=False)
                run.delete()


__all__ = ["BulkVerb", "Question", "at_once", "clear", "counts", "done_keys", "start", "verb_of", "work"]
