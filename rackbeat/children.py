"""The processes that serve starts: begins them, restarts those that end, stops them all; knows no database."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from rackbeat.problem import Problem

SHORT_LIFE = 10  # seconds
SHORT_LIVES_ALLOWED = 3
PATIENCE = 12  # seconds for requests and jobs to finish


def ends_with_parent(number: int) -> Callable[[], Any] | None:
    """What a child does first so that it gets this signal when its starter is killed (Linux only)."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(1, number)


@dataclass
class Child:
    """One process that is meant to run for as long as we do."""

    name: str
    command: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    began: float = 0
    short_lives: int = 0

    def start(self) -> None:
        """In a session of its own: the terminal's Ctrl-C reaches only us, and we stop it in order."""
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=os.environ | self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=ends_with_parent(signal.SIGTERM),  # noqa: PLW1509  one system call, no lock
        )

    def keep(self, say: Callable[[str], Any]) -> None:
        """Start it again if it has ended; give up when it keeps ending."""
        if self.process is None or self.process.poll() is None:
            return
        lived = time.monotonic() - self.began
        self.short_lives = self.short_lives + 1 if lived < SHORT_LIFE else 0
        if self.short_lives >= SHORT_LIVES_ALLOWED:
            raise Problem(f"{self.name} does not stay up; its last words stand above.")
        say(f"{self.name} ended ({self.process.returncode}) and is started again.")
        self._end_group(signal.SIGKILL)
        self.start()

    def restart(self) -> None:
        """End it at once and start it again: what it was doing is queued again."""
        self._end_group(signal.SIGKILL)
        if self.process is not None:
            self.process.wait()
        self.start()

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop(self, until: float) -> None:
        """Wait until it is gone; after that time, end it and whatever it started."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._end_group(signal.SIGKILL)
            self.process.wait()

    def _end_group(self, number: int) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


def stop_all(children: Sequence[Child]) -> None:
    """Ask all at once, then wait for each."""
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + PATIENCE
    for child in children:
        child.stop(until)
