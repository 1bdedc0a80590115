"""The press: a process of its own that turns HTML into PDF with WeasyPrint; it has no Django, no database, no network.

`serve()` is the warm mother. For every worker that is asked for she forks a child, which shares her loaded fonts and
parsed sheets, prints document after document from its own socket, and ends when that socket does.
"""

import base64
import ctypes
import gc
import json
import os
import resource
import signal
import socket
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

SHEETS = Path(__file__).resolve().parent.parent / "static" / "css" / "paper"
MEMORY = 1 << 30  # address space of a worker, in bytes: a page peaks at a third of it
RESIDENT = 300  # a worker above this many megabytes leaves after its document
DOCUMENTS = 500  # and so does one that has printed this many
CPU_GRACE = 2  # seconds that a worker may use beyond its budget before the kernel ends it
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000

fonts = FontConfiguration()
ground = CSS(string=(SHEETS / "ground.css").read_text("utf-8"))
look = CSS(string=(SHEETS / "sheet.css").read_text("utf-8"), font_config=fonts)


class Paper(HTML):
    """HTML with a small ground sheet: the stock one costs a tenth of a page and a quarter of a long document."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [ground]


class Assets(URLFetcher):
    """Gives a document the pictures that came with it, and stops it for any other address."""

    def __init__(self, assets: dict[str, tuple[bytes, str]]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.assets = assets

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        if url not in self.assets:
            raise FatalURLFetchingError(f"refused address: {url[:80]}")
        body, mime = self.assets[url]
        return URLFetcherResponse(url, body, {"Content-Type": mime})


def render(html: str, css: str = "", assets: dict[str, tuple[bytes, str]] | None = None, tagged: bool = True) -> bytes:
    """One document. `css` is the small sheet generated for it; tagged output is PDF/UA-1."""
    fetcher = Assets(assets or {})
    own = CSS(string=css, url_fetcher=fetcher, base_url="about:blank")
    return Paper(string=html, base_url="about:blank", url_fetcher=fetcher).write_pdf(
        font_config=fonts, stylesheets=[look, own], cache={}, pdf_variant="pdf/ua-1" if tagged else None
    )


def serve(control: socket.socket) -> None:
    """Fork a worker for every socket that arrives, until the owner of this press is gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    _leave_the_network()
    while True:
        try:
            message, files, *_ = socket.recv_fds(control, 1, 1)
        except OSError:
            return
        if not message:
            return
        if os.fork() == 0:
            control.close()
            work(Connection(files[0]))
            os._exit(0)
        os.close(files[0])


def work(orders: Connection) -> None:
    """Print what is ordered. The kernel ends a document that runs away: by the clock, by CPU time, by memory."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()
    for printed in range(1, DOCUMENTS + 1):
        try:
            order = json.loads(orders.recv_bytes())
        except (EOFError, OSError):
            return
        seconds = order.pop("seconds")
        signal.setitimer(signal.ITIMER_REAL, seconds)
        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(used.ru_utime + used.ru_stime)
        resource.setrlimit(resource.RLIMIT_CPU, (spent + int(seconds) + CPU_GRACE, resource.RLIM_INFINITY))
        answer = _answer(order)
        signal.setitimer(signal.ITIMER_REAL, 0)
        leaving = printed == DOCUMENTS or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > RESIDENT * 1024
        orders.send_bytes((b"bye " if leaving else b"more") + answer)
        if leaving:
            return
        gc.collect()


def _answer(order: dict) -> bytes:
    assets = {url: (base64.b64decode(body), mime) for url, (body, mime) in order.pop("assets").items()}
    try:
        return b"pdf " + render(assets=assets, **order)
    except (Exception, FatalURLFetchingError) as problem:
        return b"why " + f"{type(problem).__name__}: {problem}".encode()


def _leave_the_network() -> None:
    """A name space without network, where the kernel allows one; the fetcher refuses every address in any case."""
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if unshare is not None and unshare(CLONE_NEWNET) != 0:
        unshare(CLONE_NEWUSER | CLONE_NEWNET)


def _warm_up() -> None:
    sample = "<p>Aå <b>1234567890</b></p>"
    cells = "<tr><td>1<td>2</tr>"
    render(f"<html lang=en><title>-</title><body><h1>-</h1>{sample}<table class=lines>{cells}</table></body></html>")
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    with socket.socket(fileno=os.dup(sys.stdin.fileno())) as owner:
        _warm_up()
        owner.sendall(b"warm")
        serve(owner)
