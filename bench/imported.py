"""python -m bench.imported [rows]: an import by the worker as `make run` starts it, and one whose worker is killed midway."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from bench import house

house.enter()

from bench import company  # noqa: E402
from bench.memory import MOST_MB, held, sent  # noqa: E402

AGREEMENT = 9008
HEADS = "Number;Name;Item group;Sales price;Barcode"
KILLED_AT = 0.6  # of both rounds together: in the one that writes
PATIENCE = 3600


@contextlib.contextmanager
def worker() -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "manage.py", "procrastinate", "worker"]
    command += ["--concurrency", "2", "--shutdown-graceful-timeout", "10", "--delete-jobs", "successful"]
    started = subprocess.Popen(command, cwd=house.ROOT, env=os.environ, stderr=subprocess.DEVNULL)
    try:
        yield started
    finally:
        if started.poll() is None:
            started.terminate()
            started.wait(30)


def grouped(series: int, n: int) -> str:
    """Every thousandth row names a group that is not there."""
    return f"{series}-{n:06};Thing {n} of {series};Group {series}-{n // 1000};{n % 900 + 100},50;70{series:02}{n:09}"


def share(run: Any) -> float:
    """Of both rounds together: the one that tries, and the one that writes."""
    return (run.row / run.rows + (not run.is_checking)) / 2


def watched(of: Any, run: Any, process: "subprocess.Popen[bytes]", until: float) -> tuple[float, int]:
    """Wait until that share of both rounds is done, or the end: (seconds, peak of the worker in kilobytes)."""
    from accounts.tenancy import acting_for

    begin, peak = time.perf_counter(), 0
    while time.perf_counter() - begin < PATIENCE:
        with acting_for(of):
            run.refresh_from_db()
        peak = max(peak, held(process.pid))
        if run.status != "running" or share(run) >= until:
            return time.perf_counter() - begin, peak
        time.sleep(0.2)
    raise SystemExit(f"The import stands still at row {run.row:,}: {run.status} {run.problem}")


def prove(of: Any, run: Any, series: int, rows: int) -> None:
    """Every row once: in the figures, among the items, in what an undo would take back."""
    from accounts.models import ImportedRow
    from accounts.tenancy import acting_for
    from inventory.models import Item, ItemGroup

    with acting_for(of):
        items = Item.objects.filter(number__startswith=f"{series}-").count()
        noted = ImportedRow.objects.filter(run=run, target_kind="inventory.item")
        groups = ItemGroup.objects.filter(name__startswith=f"Group {series}-").count()
        seen = (
            run.status,
            run.created,
            run.refused,
            items,
            noted.count(),
            noted.values("target_id").distinct().count(),
        )
        if seen != ("done", rows, 0, rows, rows, rows) or groups != (rows + 999) // 1000:
            raise SystemExit(f"Not every row once: {seen}, {groups} groups")


def main(rows: int) -> None:
    house.open_house()
    of = company.agreement(AGREEMENT, "fifo", 1)
    run, series = sent(of, rows, HEADS, grouped)
    with worker() as process:
        seconds, peak = watched(of, run, process, 9)
    prove(of, run, series, rows)
    print(
        f"{rows:,} items: {seconds:.0f} s ({rows / seconds:,.0f} a second, tried and written), worker {peak / 1024:.0f} MB"
    )
    run, series = sent(of, rows, HEADS, grouped)
    with worker() as process:
        before, _peak = watched(of, run, process, KILLED_AT)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    at = run.row
    with worker() as process:
        began = time.perf_counter()
        moved, _peak = watched(of, run, process, share(run) + 0.0001)
        _rest, after = watched(of, run, process, 9)
        whole = time.perf_counter() - began
    prove(of, run, series, rows)
    print(
        f"killed with -9 at row {at:,} after {before:.0f} s; the next worker took it up within {moved:.0f} s and ended "
        f"after {whole:.0f} s: every row once; worker {after / 1024:.0f} MB"
    )
    if max(peak, after) / 1024 > MOST_MB:
        raise SystemExit(f"More than {MOST_MB} MB.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
