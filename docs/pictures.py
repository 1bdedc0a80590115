"""Takes the pictures of the README (and, with --all, of every main page in both widths and themes) from the sample.

`make pictures` runs it: it serves the sample on a free port, looks at it with Chromium, and stops it again.
"""

import argparse
import html
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import django
import pypdfium2
from django.urls import Resolver404, resolve
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
PASSWORD = "demo-rackbeat"  # noqa: S105 (the sample's)
LOOKS = [(width, theme) for width in (1440, 390) for theme in ("light", "dark")]
DOOR = ("/accounts/login/", "/accounts/password/reset/", "/signup/", "/nothing-here/")
WALKERS = {  # who walks from which page, and under which addresses; the first that comes to a page takes its picture
    "anna@nordlys.example": ("/", "/"),
    "bo@nordlys.example": ("/", "/"),
    "support@rackbeat.example": ("/support/", "/support/"),
    "admin@rackbeat.example": ("/admin/", "/admin/"),
}
LINK = re.compile(r'href="([^"#][^"#]*)')
NEVER = ("/accounts/logout/", "/static/", "/media/", "/health/", "/api/")


@contextmanager
def served() -> Iterator[str]:
    """The sample's address while the block runs."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    settings = {**os.environ, "PORT": str(port), "RACKBEAT_DEMO": "1"}
    server = subprocess.Popen([sys.executable, HERE.parent / "manage.py", "serve"], env=settings)
    try:
        _wait(f"http://127.0.0.1:{port}/health/ready", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 600
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 (our own server)
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("The sample could not be served.")


def small(picture: bytes, to: Path) -> None:
    """A PNG of few colours: kilobytes, not megabytes."""
    to.parent.mkdir(parents=True, exist_ok=True)
    Image.open(BytesIO(picture)).convert("RGB").quantize(128).save(to, optimize=True)


def log_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda to: "/login/" not in to)  # support comes to its desk


def readme(page: Page, address: str) -> None:
    page.goto(f"{address}/sales/orders/?archived=all")
    small(page.screenshot(), HERE / "pictures" / "orders.png")
    page.goto(f"{address}/sales/invoices/?archived=only&sort=-amount_total")
    number = page.locator("tbody th[scope=row] a").first.inner_text().strip()
    paper = page.request.get(f"{address}/sales/invoices/{number}/document.pdf").body()
    sheet = pypdfium2.PdfDocument(paper)[0].render(scale=1.6).to_pil()
    bytes_of = BytesIO()
    sheet.save(bytes_of, "PNG")
    small(bytes_of.getvalue(), HERE / "pictures" / "invoice.png")


def name_of(path: str) -> str:
    """What a page is called in the product: `sales-orders`, `sales-order`; blank where nothing answers."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return (found.view_name or "").replace(":", "-").replace("_", "-")


def walk(page: Page, address: str, start: str, under: str, seen: dict[str, str]) -> None:
    """Follow every link from `start`, breadth first, and note the first address of each page."""
    waiting = [start]
    tried = set(waiting)
    while waiting:
        path = waiting.pop(0)
        name = name_of(urlsplit(path).path)
        if not name or name in seen:
            continue
        answer = page.request.get(address + path, max_redirects=3)
        landed = urlsplit(answer.url).path
        if answer.status != 200 or not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        if (name := name_of(landed)) in seen or not landed.startswith(under):
            continue
        seen[name] = path
        for href in LINK.findall(answer.text()):
            to = urlsplit(urljoin(landed, html.unescape(href)))
            if to.path.startswith(under) and not to.path.startswith(NEVER) and to.path not in tried and not to.netloc:
                tried.add(to.path)
                waiting.append(to.path + (f"?{to.query}" if to.query else ""))


def shoot(page: Page, address: str, pages: dict[str, str], folder: Path) -> None:
    """Each page, whole to 2000 px, in both widths and themes, at half its size."""
    for width, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": 1000 if width > 700 else 844})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        for name, path in pages.items():
            page.goto(address + path)
            height = min(page.evaluate("document.documentElement.scrollHeight"), 2000)
            picture = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
            tiny(picture, folder / f"{name}-{width}-{theme}.webp", 2 if width > 700 else 1)


def tiny(picture: bytes, to: Path, by: int) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    image = Image.open(BytesIO(picture)).convert("RGB")
    image.resize((image.width // by, image.height // by), Image.Resampling.LANCZOS).save(to, quality=60, method=6)


def every(browser: Browser, address: str, folder: Path, only: str) -> None:
    """Walk the product as each person of the sample, and take every page's picture once."""
    seen: dict[str, str] = {}
    page = browser.new_page(locale="nb-NO", timezone_id="Europe/Oslo")
    shoot(page, address, {f"door-{path.strip('/').replace('/', '-')}": path for path in DOOR if only in path}, folder)
    page.context.close()
    for email, (start, under) in WALKERS.items():
        page = browser.new_page(locale="nb-NO", timezone_id="Europe/Oslo", reduced_motion="reduce")
        log_in(page, address, email)
        before = set(seen)
        walk(page, address, start, under, seen)
        shoot(page, address, {name: seen[name] for name in seen if name not in before and only in name}, folder)
        page.context.close()
    print(f"{len(seen) + len(DOOR)} pages in {folder}")  # noqa: T201 (a command)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument(
        "--all", metavar="FOLDER", type=Path, help="every main page, both widths and themes, into FOLDER"
    )
    asked.add_argument("--only", default="", help="with --all: pages with this in their name")
    asked.add_argument("--at", default="", help="the address of a sample that is served already")
    given = asked.parse_args()
    folder = given.all
    chromium = next(
        filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"))),
        None,
    )
    arguments = ["--no-sandbox"] if os.getuid() == 0 else []
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rackbeat.settings")
    django.setup()
    with nullcontext(given.at) if given.at else served() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=arguments)
        if folder:
            every(browser, address, folder, given.only)
        else:
            page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="nb-NO", timezone_id="Europe/Oslo")
            log_in(page, address, "anna@nordlys.example")
            readme(page, address)
        browser.close()


if __name__ == "__main__":
    main()
