"""Taking an import back: what it made goes, what it changed is as it was before; all of it, or nothing and the reason why."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import history
from accounts.importing import runs
from accounts.importing.kinds import Kind, Register, plain
from accounts.models import Import, ImportedRow, User
from accounts.tenancy import acting_for, current_agreement_id
from rackbeat.lib.refusal import Refusal, require

BATCH = 1000


def undo(agreement: int, run_id: int, by_id: int) -> None:
    """One transaction: the dependencies are those that the database itself knows, whatever tables come later."""
    by = User.objects.get(pk=by_id)
    with translation.override(by.language):
        try:
            with acting_for(agreement):
                found = Import.objects.lock(run_id)
                if found.status != Import.Status.UNDOING:
                    return
                take_back(runs.kind_of(found)(found, by, {}))
                ImportedRow.objects.filter(run=found).delete()
                found.become(Import.Status.UNDONE)
                history.record(found, "undone", by=by)
        except Refusal as no:
            with acting_for(agreement):
                found = Import.objects.lock(run_id)
                found.become(Import.Status.DONE, problem=str(no)[:500])


def take_back(kind: Kind) -> None:
    own = getattr(kind, "take_back", None)
    if own is not None:
        own()
    elif isinstance(kind, Register):
        rows = ImportedRow.objects.filter(run=kind.run)
        for row in rows.filter(change__isnull=False).order_by("-pk").iterator(chunk_size=BATCH):
            _restore(kind, row)
        for model in (kind.model, *reversed(kind.adds.values())):
            _remove(model, rows.filter(change__isnull=True, target_kind=model._meta.label_lower), kind)
        _see_that_nothing_depends_on_it()


def _restore(kind: Register, row: ImportedRow) -> None:
    """Write the earlier facts, by the verb. What somebody has changed since is left to them."""
    target = kind.model._default_manager.filter(pk=row.target_id).first()
    require(target is not None, _("Row %(row)s changed something that is deleted by now.") % {"row": row.row})
    facts = {}
    for name, (before, after) in (row.change or {}).items():
        require(
            plain(getattr(target, name)) == after,
            _("%(target)s was changed after the import, so the import cannot be undone.") % {"target": target},
        )
        facts[name] = _value(kind.model._meta.get_field(name), before)
    kind.change(target, facts)


def _value(field: Any, value: Any) -> Any:
    if isinstance(field, models.ForeignKey):
        return None if value is None else field.related_model._default_manager.get(pk=value)
    return field.to_python(value)


def _remove(model: type[models.Model], rows: Any, kind: Kind) -> None:
    table = model._meta.db_table
    stands_alone = all(field.related_model is not model for field in model._meta.fields)
    for ids in _batches(rows):
        gone = list(model._default_manager.filter(pk__in=ids))
        history.record_all(gone, "import_undone", by=kind.by, number=kind.run.number)
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {table} WHERE agreement_id = %s AND id = ANY(%s)",  # noqa: S608 - our own table
                [current_agreement_id(), ids],
            )
        if stands_alone:  # looked at batch by batch, or a hundred thousand rows are one statement that takes minutes
            _see_that_nothing_depends_on_it()


def _see_that_nothing_depends_on_it() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        raise Refusal(
            _("Something depends on it already (%(what)s), so it stays. Bar what you do not want to use.")
            % {"what": _words(getattr(getattr(error.__cause__, "diag", None), "table_name", "") or "")}
        ) from None


def _batches(rows: Any) -> Iterator[list[int]]:
    ids = rows.order_by("-pk").values_list("target_id", flat=True)
    taken: list[int] = []
    for each in ids.iterator(chunk_size=BATCH):
        taken.append(each)
        if len(taken) == BATCH:
            yield taken
            taken = []
    if taken:
        yield taken


def _words(table: str) -> str:
    found = next((model for model in apps.get_models() if model._meta.db_table == table), None)
    return str(found._meta.verbose_name) if found else table
