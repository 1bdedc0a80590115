"""The one command: what it refuses before it works, and one whole life of it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid

import pytest
from django.conf import settings


@pytest.fixture
def var():
    folder = settings.VAR / "test-servers" / f"serve-{uuid.uuid4().hex[:8]}"
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def serve(var, **environment: str) -> subprocess.Popen[str]:
    """As a user starts it: the embedded server, no demo."""
    unwanted = {"DATABASE_URL", "APP_DATABASE_URL", "RACKBEAT_TESTING", "DB_ROLE", "DJANGO_SETTINGS_MODULE", "HOST"}
    clean = {name: value for name, value in os.environ.items() if name not in unwanted}
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=settings.BASE_DIR,
        env=clean | {"VAR": str(var), "RACKBEAT_DEMO": "no"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def words_of_one_that_refuses(var, **environment: str) -> str:
    process = serve(var, **environment)
    words, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in words
    assert not (var / "postgres").exists(), "it began to work before it refused"
    return words


def test_a_port_that_is_taken_is_refused_before_any_work(var):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        words = words_of_one_that_refuses(var, PORT=str(other.getsockname()[1]))
    assert "is taken by another program" in words
    assert "make run PORT=" in words


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"PORT": "eighty"}, "PORT must be a number from 1 to 65535, not 'eighty'."),
        ({"HOST": "no.such.name.example"}, "HOST=no.such.name.example is no address of this machine."),
    ],
)
def test_a_place_that_cannot_be_is_refused_before_any_work(var, free_port, environment, sentence):
    assert sentence in words_of_one_that_refuses(var, **({"PORT": str(free_port)} | environment))


@pytest.mark.slow
def test_one_command_serves_from_nothing_and_one_signal_stops_it_all(var, free_port):
    process = serve(var, PORT=str(free_port))
    said = []
    for line in process.stdout:
        said.append(line)
        if "Ctrl-C stops it" in line:
            break
    assert f"Rackbeat is at http://127.0.0.1:{free_port}/\n" in said
    for address in ("/health/ready", "/accounts/login/"):
        with urllib.request.urlopen(f"http://127.0.0.1:{free_port}{address}", timeout=20) as answer:
            assert answer.status == 200
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)  # an impatient second one
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert not (var / "postgres" / "data" / "postmaster.pid").exists()
    time.sleep(0.1)
    with socket.socket() as trial:
        assert trial.connect_ex(("127.0.0.1", free_port)) != 0
