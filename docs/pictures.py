"""Takes the pictures of the README (and, with --all, of every main page in both widths and themes) from the sample.

`make pictures` runs it: it serves the sample on a free port, looks at it with Chromium, and stops it again.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
PASSWORD = "demo-rackbeat"  # noqa: S105 (the sample's)
PAGES = {
    "home": "/",
    "items": "/inventory/items/",
    "item": "/inventory/items/2040/",
    "locations": "/inventory/locations/",
    "stock-value": "/reports/stock-value/",
    "purchase-orders": "/purchasing/orders/?archived=all",
    "receipts": "/purchasing/receipts/?archived=all",
    "quotes": "/sales/quotes/?archived=all",
    "orders": "/sales/orders/",
    "shipments": "/sales/shipments/?archived=all",
    "invoices": "/sales/invoices/?archived=all",
    "customers": "/sales/customers/",
    "accounting": "/settings/accounting/",
    "users": "/settings/users/",
    "help": "/help/",
    "statuses": "/help/statuses/",
}


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
    page.wait_for_url(f"{address}/")


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


def every(page: Page, address: str, folder: Path) -> None:
    for width, height in ((1440, 1000), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            for name, where in PAGES.items():
                page.goto(address + where)
                small(page.screenshot(), folder / f"{name}-{width}-{theme}.png")


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument(
        "--all", metavar="FOLDER", type=Path, help="every main page, both widths and themes, into FOLDER"
    )
    folder = asked.parse_args().all
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    arguments = ["--no-sandbox"] if os.getuid() == 0 else []
    with served() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=arguments)
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="nb-NO", timezone_id="Europe/Oslo")
        log_in(page, address, "anna@nordlys.example")
        if folder:
            every(page, address, folder)
        else:
            readme(page, address)
        browser.close()


if __name__ == "__main__":
    main()
