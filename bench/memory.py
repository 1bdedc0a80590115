"""B8: what a web worker weighs after very many requests, and what an import of very many rows takes at its peak."""

import http.client
import io
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import company, house, paper
from bench.measure import result

MOST_MB = 300
FLAT = 1.05  # so much more than after the first fifth of the requests still counts as flat
PAGES = (
    "/",
    "/sales/orders/",
    "/sales/invoices/?archived=all",
    "/sales/invoices/{invoice}/",
    "/inventory/items/",
    "/inventory/items/{item}/",
    "/sales/customers/",
    "/reports/stock-value/",
)


class Web:
    """One web worker as `make run` starts it, on the benchmarks' database."""

    def __enter__(self) -> "Web":
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            self.port = trial.getsockname()[1]
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", f"{self.port}"]
        command += [
            "--host",
            "127.0.0.1",
            "--workers",
            "1",
            "--blocking-threads",
            "2",
            "--no-ws",
            "--log-level",
            "warning",
        ]
        self.master = subprocess.Popen([*command, "rackbeat.wsgi:application"], cwd=house.ROOT)
        until = time.monotonic() + 60
        while True:
            try:
                self.get("/health/ready", "")
                return self
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def __exit__(self, *_: object) -> None:
        self.master.terminate()
        self.master.wait(30)

    def get(self, path: str, cookie: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise SystemExit(f"{path} answers {answer.status} {answer.getheader('Location') or ''}")

    def megabytes(self) -> float:
        """What the worker, not its starter, holds in memory."""
        children = Path(f"/proc/{self.master.pid}/task/{self.master.pid}/children").read_text().split()
        worker = max(children, key=lambda pid: held(int(pid)))
        return held(int(worker)) / 1024


def held(pid: int) -> int:
    """Kilobytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def served(requests: int) -> list[float]:
    """Megabytes of the web worker after each fifth of so many requests."""
    from django.conf import settings
    from django.core.management import call_command

    from accounts.tenancy import acting_for
    from sales.models import SalesInvoice

    call_command("collectstatic", verbosity=0, interactive=False)
    of = company.agreement(9006, "fifo", 20)
    key = paper.invoices(of, 1)[0]
    with acting_for(of):
        number = SalesInvoice.objects.get(pk=key).number
    addresses = [page.format(invoice=number, item="100000") for page in PAGES]
    cookie, found = f"{settings.SESSION_COOKIE_NAME}={company.session(of)}", []
    with Web() as web:
        for n in range(1, requests + 1):
            web.get(addresses[n % len(addresses)], cookie)
            if n % (requests // 5) == 0:
                found.append(web.megabytes())
    return found


def imported(rows: int) -> float:
    """Megabytes at the peak of a process that imports so many items and does nothing else."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.memory", str(rows)], cwd=house.ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return float(done.stdout.split()[-1])


def sent(of: Any, rows: int, heads: str, line: Callable[[int, int], str]) -> tuple[Any, int]:
    """A file of items as the page takes it, started: (the import, its place among those of the agreement).

    line: the row of a place and a number from nothing up.
    """
    from accounts.importing import runs
    from accounts.importing.kinds import all_kinds
    from accounts.models import Import
    from accounts.tenancy import acting_for

    by = company.anna()
    with acting_for(of):
        series = Import.objects.count()
        file = "\n".join((heads, *(line(series, n) for n in range(rows)))).encode()
        run = runs.begin(all_kinds()["items"], io.BytesIO(file), name="items.csv", size=len(file), by=by)
        return runs.start(run, by=by), series


def plain(series: int, n: int) -> str:
    return f"{series}-{n:06};Thing {n} of {series};{n % 900 + 100},50"


def import_items(rows: int) -> None:
    """From the file to the last row, as page and worker do it; prints megabytes."""
    from accounts.importing import work
    from accounts.tenancy import acting_for

    of = company.agreement(9007, "fifo", 1)
    run, _series = sent(of, rows, "Number;Name;Sales price", plain)
    work.run(of.pk, run.pk)
    with acting_for(of):
        run.refresh_from_db()
    if run.created != rows:
        raise SystemExit(f"{run.created:,} of {rows:,} rows were imported: {run.status} {run.problem}")
    sys.stdout.write(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}\n")


def b8(quick: bool) -> dict[str, Any]:
    requests, rows = (500, 2000) if quick else (10_000, 100_000)
    weights = served(requests)
    peak = imported(rows)
    told = ", ".join(f"{weight:.0f}" for weight in weights)
    return result(
        peak,
        MOST_MB,
        "MB",
        f"import of {rows:,} rows {peak:.0f} MB at its peak; web worker {told} MB after each fifth of {requests:,} requests",
        also=weights[-1] <= FLAT * weights[0],
    )


if __name__ == "__main__":
    house.enter()
    house.open_house()
    import_items(int(sys.argv[1]))
