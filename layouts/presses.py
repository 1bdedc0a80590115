"""Keeps presses warm and hands them orders from any thread; it never renders here and never waits for ever."""

import atexit
import base64
import json
import os
import socket
import subprocess
import sys
import threading
import time
from multiprocessing.connection import Connection
from xml.sax.saxutils import escape

from django.conf import settings

from layouts.faces import FOLDER
from layouts.sheet import Asset

WORKERS = max(1, min(os.cpu_count() or 1, 4))
SECONDS, LONG_SECONDS = 20, 60  # what one document may take, by the clock
WARM_UP = 60  # seconds within which a press must have started, on the slowest machine


class PaperFailed(Exception):
    """The paper could not be made; the message is for the log, the document itself is unharmed."""


class Presses:
    """One warm mother process and up to `workers` printing children, started when first needed."""

    def __init__(self, workers: int = WORKERS, seconds: int = SECONDS, long_seconds: int = LONG_SECONDS) -> None:
        self.workers, self.seconds, self.long_seconds = workers, seconds, long_seconds
        self.places = threading.BoundedSemaphore(workers)
        self.long_places = threading.BoundedSemaphore(max(1, workers - 1))
        self.lock = threading.Lock()
        self.idle: list[Connection] = []
        self.mother: subprocess.Popen | None = None
        self.control: socket.socket | None = None

    def print(
        self, html: str, css: str = "", assets: tuple[Asset, ...] = (), *, tagged: bool = True, is_long: bool = False
    ) -> bytes:
        """The PDF, or PaperFailed. A long document never takes the last place, so a page does not wait for it."""
        seconds = self.long_seconds if is_long else self.seconds
        order = json.dumps(
            {
                "html": html,
                "css": css,
                "assets": {asset.address: (base64.b64encode(asset.body).decode(), asset.mime) for asset in assets},
                "tagged": tagged,
                "seconds": seconds,
            }
        ).encode()
        places = [self.long_places, self.places] if is_long else [self.places]
        held = []
        try:
            for place in places:
                if not place.acquire(timeout=LONG_SECONDS):
                    raise PaperFailed("every press is busy")
                held.append(place)
            return self._print(order, seconds)
        finally:
            for place in held:
                place.release()

    def _print(self, order: bytes, seconds: int) -> bytes:
        """A worker that died at once may have died of something else, so its order gets one more try by a new one."""
        began = time.monotonic()
        try:
            return self._once(order, seconds)
        except _Gone as gone:
            if time.monotonic() - began > seconds / 4:
                raise PaperFailed(str(gone)) from gone
        with self.lock:
            for worker in self.idle:
                worker.close()
            self.idle.clear()
        try:
            return self._once(order, seconds)
        except _Gone as gone:
            raise PaperFailed(str(gone)) from gone

    def _once(self, order: bytes, seconds: int) -> bytes:
        worker = self._worker()
        try:
            worker.send_bytes(order)
            if not worker.poll(seconds + 5):
                raise _Gone("the press does not answer")
            answer = worker.recv_bytes()
        except (OSError, EOFError) as problem:
            worker.close()
            raise _Gone("the press ended while printing: too long, too large, or broken") from problem
        except _Gone:
            worker.close()
            raise
        if answer[:4] == b"more":
            with self.lock:
                self.idle.append(worker)
        else:
            worker.close()
        if answer[4:8] != b"pdf ":
            raise PaperFailed(answer[8:].decode(errors="replace"))
        return answer[8:]

    def _worker(self) -> Connection:
        with self.lock:
            if self.idle:
                return self.idle.pop()
            try:
                return self._fork()
            except OSError:
                self._close()
                return self._fork()

    def _fork(self) -> Connection:
        if self.mother is None or self.mother.poll() is not None:
            self._start()
        if self.control is None:
            raise OSError("the press was closed")
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self.control, [b"w"], [theirs.fileno()])
        return Connection(ours.detach())

    def _start(self) -> None:
        self._close()
        ours, theirs = socket.socketpair()
        with theirs:
            self.mother = subprocess.Popen(
                [sys.executable, "-m", "layouts.press"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                cwd=settings.BASE_DIR,
                env=_environment(),
                start_new_session=True,
            )
        ours.settimeout(WARM_UP)
        try:
            is_warm = ours.recv(4) == b"warm"
        except OSError:
            is_warm = False
        if not is_warm:
            ours.close()
            self.mother.kill()
            raise PaperFailed("the press does not start; are Pango and HarfBuzz installed?")
        ours.settimeout(None)
        self.control = ours

    def _close(self) -> None:
        for worker in self.idle:
            worker.close()
        self.idle.clear()
        if self.control is not None:
            self.control.close()
            self.control = None
        if self.mother is not None:
            self.mother.kill()
            self.mother.wait()
            self.mother = None

    def close(self) -> None:
        """End the press; the next order starts another."""
        with self.lock:
            self._close()

    def forget(self) -> None:
        """After a fork the presses belong to the parent: close our ends and begin anew."""
        control, idle = self.control, self.idle
        self.__init__(self.workers, self.seconds, self.long_seconds)  # type: ignore[misc]
        if control is not None:
            control.close()
        for worker in idle:
            worker.close()


class _Gone(Exception):
    """The worker is no more."""


def _environment() -> dict[str, str]:
    """No secrets and no database for the press; one folder of fonts, so that paper is the same on every machine."""
    folder = settings.VAR / "paper"
    folder.mkdir(parents=True, exist_ok=True)
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"  <dir>{escape(str(FOLDER))}</dir>\n  <cachedir>{escape(str(folder / 'fonts'))}</cachedir>\n</fontconfig>\n"
    )
    path = folder / "fonts.conf"
    if not path.exists() or path.read_text("utf-8") != text:
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_text(text, "utf-8")
        draft.replace(path)
    keep = {
        name: os.environ[name]
        for name in ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
        if name in os.environ
    }
    return {**keep, "LANG": "C.UTF-8", "TZ": "UTC", "HOME": str(folder), "FONTCONFIG_FILE": str(path)}


presses = Presses()
os.register_at_fork(after_in_child=presses.forget)
atexit.register(presses.close)
