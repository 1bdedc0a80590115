"""An import from sending the file to its end, and what came of it. No tests here."""

import io

from accounts.importing import runs
from accounts.importing.kinds import all_kinds
from tests import jobs


def begin(world, kind, text, name="file.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    return runs.begin(all_kinds()[kind], io.BytesIO(data), name=name, size=len(data), by=world.owner)


def done(world, kind, text, *, keeps_good=False, **said):
    """The import of a file, from sending it to its end."""
    run = begin(world, kind, text)
    if said:
        runs.read_as(run, by=world.owner, **{"mapping": run.mapping, "decimal": run.decimal, **said})
    runs.start(run, by=world.owner, keeps_good=keeps_good)
    jobs.run("accounts.do_import")
    run.refresh_from_db()
    return run


def figures(run):
    return run.status, run.created, run.changed, run.unchanged, run.refused


def reasons(run):
    return {row.row: [sentence for _label, sentence in row.reasons] for row in run.refusals.all()}


def undone(world, run):
    runs.undo(run, by=world.owner)
    jobs.run("accounts.undo_import")
    run.refresh_from_db()
    return run
