"""Everything behind `make run`: prepares what is missing, then keeps the web server and the worker up until Ctrl-C."""

import errno
import os
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from rackbeat import postgres, preparations
from rackbeat.children import Child, ends_with_parent, stop_all
from rackbeat.problem import Problem
from rackbeat.translations import compile_newer

WORKER_TIMEOUT_MS = 600_000
LOGINS = [
    ("anna@nordlys.example", "owner of 1001 Nordlys Sykkel AS"),
    ("bo@nordlys.example", "warehouse of 1001"),
    ("vera@nordlys.example", "reads only, 1001"),
    ("carla@solvang.example", "owner of 1002 Solvang Handel ApS"),
    ("emil@solvang.example", "warehouse of 1002"),
    ("support@rackbeat.example", "support staff"),
    ("admin@rackbeat.example", "administrator"),
]


class Command(BaseCommand):
    help = "Serves the web and works on the jobs. PORT, HOST and VAR come from the environment."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--end-with-parent", action="store_true", help="stop when the starting process is killed")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["end_with_parent"] and (tie := ends_with_parent(signal.SIGTERM)):
            tie()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _once)
        host, port = os.environ.get("HOST") or "127.0.0.1", _port()
        _require_free(host, port)
        server = None if os.environ.get("DATABASE_URL") else postgres.server(settings.VAR)
        children = _, worker = _children(host, port)
        try:
            if server:
                server.use(end_with_me=True)
            self._prepare()
            for child in children:
                child.start()
            self._wait_for_page(host, port, children)
            self._greet(host, port)
            while True:
                time.sleep(0.5)
                for child in children:
                    child.keep(self.stderr.write)
                if server and server.keep():
                    self.stderr.write("The database was killed and is up again.")
                    worker.restart()  # it waits for notices on a connection that is gone
        except KeyboardInterrupt:
            self.stdout.write("\nStopping.")
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            stop_all(children)
            if server:
                server.leave()

    def _prepare(self) -> None:
        """What is missing or older than its sources; the slow two side by side."""
        migrate = None
        if preparations.migrations_wait():
            self.stdout.write("Preparing the database ...")
            migrate = preparations.manage("migrate", "--verbosity", "0", "--no-input")
        compile_newer(settings.LOCALE_PATHS)
        preparations.collect_static_if_newer()
        if migrate:
            preparations.finish(migrate, "The migration of the database")
        if preparations.demo_is_missing():
            self.stdout.write("Making the sample companies ...")
            preparations.finish(preparations.manage("demo"), "Making the sample companies")

    def _wait_for_page(self, host: str, port: int, children: Sequence[Child]) -> None:
        address = f"http://{_reachable(host)}:{port}/health/ready"
        until = time.monotonic() + 60
        while time.monotonic() < until:
            for child in children:
                child.keep(self.stderr.write)
            try:
                with urllib.request.urlopen(address, timeout=5) as answer:
                    if answer.status == 200:
                        return
            except OSError:  # not yet there, or not yet ready
                pass
            time.sleep(0.1)
        raise Problem("The web server does not answer; its last words stand above.")

    def _greet(self, host: str, port: int) -> None:
        self.stdout.write(f"\nRackbeat is at {_site(host, port)}/")
        if settings.DEMO:
            self.stdout.write("\nLog in with the password demo-rackbeat as:")
            for address, who in LOGINS:
                self.stdout.write(f"  {address:26} {who}")
        self.stdout.write("\nCtrl-C stops it.")
        self.stdout.flush()


def _once(number: int, frame: Any) -> None:
    """The first Ctrl-C stops us; an impatient second one must not stop the stopping."""
    for other in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(other, signal.SIG_IGN)
    raise KeyboardInterrupt


def _port() -> int:
    value = os.environ.get("PORT") or "8000"
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise Problem(f"PORT must be a number from 1 to 65535, not {value!r}.")
    return int(value)


def _require_free(host: str, port: int) -> None:
    """Refuse before any work is done if the address cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except socket.gaierror:
        raise Problem(f"HOST={host} is no address of this machine.") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Problem(
                f"Port {port} is taken by another program, perhaps an earlier make run. Stop that one, or choose"
                f" another port: make run PORT={port + 1 if port < 65535 else 8000}"
            ) from None
        if error.errno == errno.EACCES:
            raise Problem(
                f"Port {port} is for administrators only. Choose one above 1023: make run PORT=8000"
            ) from None
        raise Problem(f"Cannot listen on {host} port {port}: {error.strerror}.") from None


def _reachable(host: str) -> str:
    """An address under which we ourselves reach what listens on host."""
    if host in ("0.0.0.0", "::", ""):  # noqa: S104  compared, not bound
        return "127.0.0.1" if host != "::" else "[::1]"
    return f"[{host}]" if ":" in host else host


def _site(host: str, port: int) -> str:
    return os.environ.get("SITE_URL", "").rstrip("/") or f"http://{_reachable(host)}:{port}"


def _children(host: str, port: int) -> tuple[Child, Child]:
    both = {"DB_ROLE": "app", "SITE_URL": _site(host, port)}
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    web += ["--workers", os.environ.get("WEB_WORKERS", "2"), "--blocking-threads", "2", "--no-ws"]
    web += ["--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "10"]
    web += ["--log-level", "warning", "--working-dir", str(settings.BASE_DIR), "rackbeat.wsgi:application"]
    worker = [sys.executable, str(settings.BASE_DIR / "manage.py"), "procrastinate", "worker"]
    worker += ["--concurrency", "2", "--shutdown-graceful-timeout", "10", "--delete-jobs", "successful"]
    return (
        Child("The web server", web, both),
        Child("The worker", worker, both | {"DB_STATEMENT_TIMEOUT": str(WORKER_TIMEOUT_MS)}),
    )
