"""A live server of its own for faults: database, web workers and many hands that send forms over HTTP. No tests here."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from rackbeat import postgres

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a" * 32
UNWANTED = {"DATABASE_URL", "APP_DATABASE_URL", "RACKBEAT_TESTING", "DB_ROLE", "DB_STATEMENT_TIMEOUT"}


class Live:
    """`with Live(folder, wanted) as live:` it serves; `live.seed` holds the numbers of what can be sent."""

    def __init__(self, folder: Path, wanted: dict[str, int], *, locks: bool = True, weak: bool = False) -> None:
        self.folder, self.wanted, self.locks, self.weak = folder, wanted, locks, weak
        self.server = postgres.server(folder)
        self.bomb = folder / "bomb"
        self.web: subprocess.Popen[bytes] | None = None
        self.seed: dict[str, Any] = {}
        self.mending = threading.Lock()
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            self.port = trial.getsockname()[1]

    @property
    def environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if name not in UNWANTED}
        return clean | {
            "VAR": str(self.folder),
            "RACKBEAT_DEMO": "no",
            "DJANGO_SETTINGS_MODULE": "tests.live.settings",
            "RACKBEAT_BOMB": str(self.bomb),
            "RACKBEAT_LOCKS": "on" if self.locks else "off",
            "PYTHONPATH": str(ROOT),
        }

    def run(self, *command: str, **environment: str) -> str:
        done = subprocess.run(  # noqa: PLW1510
            [sys.executable, *command], cwd=ROOT, env=self.environment | environment, capture_output=True, text=True
        )
        if done.returncode:
            raise AssertionError(f"{' '.join(command)}:\n{done.stdout}\n{done.stderr[-3000:]}")
        return done.stdout

    def __enter__(self) -> "Live":
        self.folder.mkdir(parents=True, exist_ok=True)
        self.server.use(end_with_me=True)
        self.run("manage.py", "migrate", "-v", "0", DB_ROLE="owner")
        self.seed = json.loads(self.run("-m", "tests.live.seed", json.dumps(self.wanted)))
        if self.weak:
            self.forget_fences()
        self.serve()
        self.wait()
        return self

    def serve(self) -> None:
        """The web server, as `make run` starts it and starts it again when it ends: a worker that dies often ends it all."""
        command = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        command += ["--workers", "2", "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers"]
        command += ["--respawn-interval", "0.2", "--workers-kill-timeout", "5", "--log-level", "critical"]
        with open(self.folder / "web.log", "ab") as log:
            self.web = subprocess.Popen(
                [sys.executable, *command, "tests.live.faulty:application"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def keep(self) -> None:
        with self.mending:
            if self.web and self.web.poll() is not None:
                self.serve()

    def __exit__(self, *_: object) -> None:
        if self.web:
            self.web.send_signal(signal.SIGTERM)
            try:
                self.web.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.web.pid, signal.SIGKILL)
                self.web.wait()
        self.server.leave()
        shutil.rmtree(self.folder, ignore_errors=True)

    def wait(self) -> None:
        """Until a page is answered by a worker that can reach the database."""
        until = time.monotonic() + 120
        while time.monotonic() < until:
            if self.ask("GET", "/health/ready")[0] == 200:
                return
            self.keep()
            time.sleep(0.1)
        raise AssertionError((self.folder / "web.log").read_text()[-3000:])

    # --- hands ---------------------------------------------------------------------------------------------------------

    def ask(self, method: str, path: str, data: dict[str, str] | None = None, **headers: str) -> tuple[int, str]:
        """(status, where it leads); 0 where the connection broke."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        cookie = f"rackbeat_session={self.seed.get('session', '')}; rackbeat_csrf={TOKEN}"
        given = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", **headers}
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": TOKEN, **data}) if data is not None else None
        try:
            connection.request(method, path, body, given)
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.getheader("Location") or ""
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()

    def form(self, path: str, **data: str) -> "Form":
        return Form(self, path, {"once": str(uuid4()), "agreement": str(self.seed["agreement"]), **data})

    def ship(self, number: int) -> "Form":
        return self.form(f"/sales/shipments/{number}/send/", on=self.seed["today"])

    def book(self, key: str) -> "Form":
        return self.form(f"/sales/invoices/{key}/book/")

    # --- looking -------------------------------------------------------------------------------------------------------

    def query(self, sql: str, *params: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(**self.server.address("postgres", "rackbeat")) as connection:
            return connection.execute(sql, params).fetchall()  # type: ignore[arg-type]

    def sent(self, numbers: list[int]) -> dict[int, int]:
        """How many entries each shipment that is marked as sent has in the ledger; those not sent have to have none."""
        rows = self.query(
            "SELECT s.number, s.status, count(e.id) FROM sales_shipment s LEFT JOIN inventory_costentry e "
            "ON e.source_kind = 'sales.shipment' AND e.source_id = s.id WHERE s.number = ANY(%s) GROUP BY s.id",
            list(numbers),
        )
        assert all((status == "shipped") == bool(count) for _number, status, count in rows), rows
        return {number: count for number, status, count in rows if status == "shipped"}

    def prove(self) -> None:
        """check_books, as an operator runs it."""
        self.run("manage.py", "check_books", DB_ROLE="owner")

    def deadlocks(self) -> int:
        log = self.server.log.read_text(errors="replace")
        counted = self.query("SELECT sum(deadlocks) FROM pg_stat_database")[0][0]
        return log.count("deadlock detected") + int(counted)

    def forget_fences(self) -> None:
        """Take the database's own checks away too: they would stop what no lock stops."""
        for table, constraint in (
            ("inventory_stockbalance", "stock_balance_on_hand"),
            ("inventory_costentry", "cost_entry_sequence"),
            ("inventory_costentry", "cost_entry_zero"),
        ):
            with psycopg.connect(**self.server.address("postgres", "rackbeat")) as connection:
                connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")

    def crash(self, meanwhile: Callable[[], Any] = lambda: time.sleep(1)) -> None:
        """pg_ctl stop -m immediate, and up again after a moment."""
        pid = self.server.pid()
        assert pid
        os.kill(pid, signal.SIGQUIT)
        while self.server.pid() == pid and self.server.process is not None:
            self.server.process.poll()
            time.sleep(0.05)
        meanwhile()
        self.server.use()  # a server that ends with its starter would end with the thread that starts it here


class Form:
    """A form that somebody has in front of him: sent as often as he likes, it is the same form."""

    def __init__(self, live: Live, path: str, data: dict[str, str]) -> None:
        self.live, self.path, self.data = live, path, data

    def send(self, **headers: str) -> int:
        return self.live.ask("POST", self.path, self.data, **headers)[0]

    def insist(self) -> int:
        """Sent again as long as nobody answers or the database is away, as a person would."""
        until, answers = time.monotonic() + 120, []
        while time.monotonic() < until:
            if (status := self.send()) in (302, 422):
                return status
            answers.append(status)
            self.live.keep()
            time.sleep(0.3)
        raise AssertionError(f"{self.path} was never answered, only with {answers}")


def at_once(hands: int, works: list[Callable[[], Any]]) -> list[Any]:
    with ThreadPoolExecutor(hands) as pool:
        return [each.result() for each in [pool.submit(work) for work in works]]
