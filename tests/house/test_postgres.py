"""The embedded server: shared, killed, with stale files, in awkward places. Each test has a cluster of its own."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from rackbeat import postgres
from rackbeat.problem import Problem

# A second process that uses the server until it is told to go.
ANOTHER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from rackbeat import postgres
server = postgres.Server(Path(sys.argv[2]), postgres.FAST_FOR_TESTS)
server.use(end_with_me=sys.argv[3] == "tied")
print("up", flush=True)
sys.stdin.readline()
server.leave()
"""


@pytest.fixture(scope="module")
def made():
    """A cluster that is made once and copied, since making one takes its time."""
    folder = settings.VAR / "test-servers" / f"made-{uuid.uuid4().hex[:8]}"
    with cluster(folder) as server:
        pass
    yield server
    shutil.rmtree(folder)


@pytest.fixture
def place(nothing, made):
    """A folder with a cluster in it that has not been started."""
    copy(made, nothing)
    return nothing


@pytest.fixture
def nothing():
    """An empty folder where the server's user can get in."""
    folder = settings.VAR / "test-servers" / uuid.uuid4().hex[:8]
    folder.mkdir(parents=True)
    yield folder
    assert not (folder / "data" / "postmaster.pid").exists(), "a test left its server running"
    shutil.rmtree(folder, ignore_errors=True)


def copy(made: postgres.Server, base: Path) -> Path:
    base.mkdir(exist_ok=True)
    subprocess.run(["cp", "-a", made.data, base / "data"], check=True)
    return base


def cluster(base: Path) -> postgres.Server:
    return postgres.Server(base, postgres.FAST_FOR_TESTS)


class Another:
    """Another process that uses the server of a folder."""

    def __init__(self, base: Path, *, tied: bool = False) -> None:
        command = [sys.executable, "-c", ANOTHER, str(settings.BASE_DIR), str(base), "tied" if tied else "free"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def wait_until_up(self) -> None:
        assert self.process.stdout.readline() == "up\n"

    def go(self) -> None:
        self.process.communicate("go\n", timeout=30)
        assert self.process.returncode == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


def ask(server: postgres.Server, question: str, user: str = "rackbeat", database: str = "rackbeat"):
    with psycopg.connect(**server.address(user, database), autocommit=True) as connection:
        cursor = connection.execute(question)
        return cursor.fetchone()[0] if cursor.description else None


def wait_until(condition, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_it_is_made_from_nothing_and_found_again(nothing):
    with cluster(nothing) as server:
        ask(server, "CREATE TABLE kept AS SELECT 42 AS value")
    assert not server.ready()
    with cluster(nothing) as server:
        assert ask(server, "SELECT value FROM kept") == 42


def test_nordic_letters_are_lowered_on_any_machine(place):
    with cluster(place) as server:
        assert ask(server, "SELECT lower('ÆØÅ')") == "æøå"
        assert ask(server, "SHOW server_encoding") == "UTF8"


def test_neither_role_is_a_superuser_and_the_restricted_one_makes_nothing(place):
    with cluster(place) as server:
        assert ask(server, "SELECT count(*) FROM pg_roles WHERE rolsuper AND rolname LIKE 'rackbeat%'") == 0
        for forbidden in (
            "CREATE TABLE mine (a int)",
            "SET ROLE rackbeat",
            "CREATE ROLE other",
            "CREATE DATABASE other",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                ask(server, forbidden, user="rackbeat_app")


def test_nobody_else_gets_in(place):
    with cluster(place) as server:
        assert server.data.stat().st_mode & 0o077 == 0
        assert ask(server, "SHOW listen_addresses") == ""


@pytest.mark.parametrize("name", ["with a space, and a comma", """blåbær "%41" 'x'"""])
def test_a_place_may_have_any_name(nothing, name):
    with cluster(nothing / name) as server:
        assert ask(server, "SELECT 1") == 1


def test_a_path_too_long_for_a_socket_gets_a_private_folder_elsewhere(nothing, made):
    with cluster(copy(made, nothing / ("deep" * 25))) as server:
        assert nothing not in server.socket.parents
        assert server.socket.stat().st_mode & 0o077 == 0
        assert ask(server, "SELECT 1") == 1
    assert not server.socket.exists()


def test_a_socket_folder_that_somebody_else_prepared_is_refused(nothing, made):
    server = cluster(copy(made, nothing / ("long" * 25)))
    server.socket.mkdir(mode=0o777)
    server.socket.chmod(0o777)
    with pytest.raises(Problem, match="belongs to somebody else"), server:
        pass
    server.leave()
    server.socket.rmdir()


def test_two_share_one_server_and_the_last_one_stops_it(place):
    first, second = cluster(place), Another(place)
    first.use()
    second.wait_until_up()
    pid = first.pid()
    first.leave()
    assert cluster(place).pid() == pid
    second.go()
    assert not first.ready()


def test_two_who_start_from_nothing_at_once_get_one_server(nothing):
    both = [Another(nothing), Another(nothing)]
    for one in both:
        one.wait_until_up()
    assert ask(cluster(nothing), "SELECT 1") == 1
    for one in both:
        one.go()
    assert not cluster(nothing).ready()


def test_two_checkouts_run_at_once(nothing, made):
    with cluster(copy(made, nothing / "one")) as one, cluster(copy(made, nothing / "two")) as two:
        ask(one, "CREATE TABLE only_here (a int)")
        assert ask(two, "SELECT to_regclass('only_here') IS NULL")


def test_a_killed_user_is_not_counted(place):
    killed = Another(place)
    killed.wait_until_up()
    killed.kill()
    server = cluster(place)
    assert server.ready()  # nobody stopped it
    server.use()
    server.leave()
    assert not server.ready()


def test_a_killed_starter_takes_a_tied_server_along(place):
    starter = Another(place, tied=True)
    starter.wait_until_up()
    starter.kill()
    assert wait_until(lambda: cluster(place).pid() is None)


def test_it_comes_back_after_a_kill_and_has_lost_nothing(place):
    with postgres.Server(place) as server:
        ask(server, "CREATE TABLE kept AS SELECT 42 AS value")
        os.kill(server.pid(), signal.SIGKILL)
        server.process.wait()
        server.keep()
        assert ask(server, "SELECT value FROM kept") == 42


def test_another_process_can_start_it_while_the_killed_one_is_still_a_zombie(place):
    starter = Another(place)
    starter.wait_until_up()
    pid = cluster(place).pid()
    os.kill(pid, signal.SIGKILL)
    server = cluster(place)
    server.use()
    assert server.pid() not in (None, pid)
    starter.go()
    assert ask(server, "SELECT 1") == 1
    server.leave()


def test_the_next_one_waits_for_a_server_that_is_still_stopping(place):
    """Ctrl-C and at once the same command again: here the old server waits for a client to leave."""
    old = cluster(place)
    old.use()
    last = psycopg.connect(**old.address("rackbeat", "rackbeat"))
    os.kill(old.pid(), signal.SIGTERM)
    assert wait_until(lambda: not old.ready())
    leaving = threading.Timer(1, last.close)
    leaving.start()
    with cluster(place) as server:
        assert ask(server, "SELECT 1") == 1
        old.leave()
    leaving.join()


def test_stale_files_do_not_matter(nothing, made):
    with cluster(copy(made, nothing / "other")) as other, cluster(copy(made, nothing / "this")) as server:
        for pid in ("", "4194304", str(os.getpid()), str(other.pid())):  # empty, nobody's, ours, another server's
            server.leave()
            for name in ("postmaster.pid", f".s.PGSQL.{postgres.PORT}.lock"):
                file = server.data / name
                file.write_text(f"{pid}\n{server.data}\n" if pid else "")
                os.chown(file, server.data.stat().st_uid, server.data.stat().st_gid)
            server.use()
            assert ask(server, "SELECT 1") == 1
        assert other.ready()


def test_half_a_cluster_is_made_again(nothing):
    (nothing / "data.new").mkdir()
    (nothing / "data.new" / "PG_VERSION").write_text("18\n")
    with cluster(nothing) as server:
        assert ask(server, "SELECT 1") == 1


def test_a_cluster_of_another_version_is_refused_in_a_sentence(place):
    with cluster(place) as server:
        pass
    (server.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(Problem, match="made by PostgreSQL 12"), cluster(place):
        pass


def test_a_disk_without_room_is_refused_in_a_sentence(nothing, monkeypatch):
    monkeypatch.setattr(postgres, "SPACE_NEEDED", 2**62)
    with pytest.raises(Problem, match="almost full"), cluster(nothing):
        pass


def test_a_place_that_cannot_be_made_is_refused_in_a_sentence(nothing):
    (nothing / "file").write_text("")
    with pytest.raises(Problem, match="choose another place"), cluster(nothing / "file" / "var"):
        pass


@pytest.mark.skipif(os.getuid() != 0, reason="only root may not run Postgres as itself")
def test_root_in_a_closed_folder_needs_no_door_opened(nothing):
    closed = nothing / "closed"
    closed.mkdir(mode=0o700)
    try:
        with cluster(closed / "var") as server:
            assert ask(server, "SELECT 1") == 1
    except Problem as problem:  # where user namespaces are forbidden
        assert "choose an open place" in str(problem)
    assert closed.stat().st_mode & 0o777 == 0o700
