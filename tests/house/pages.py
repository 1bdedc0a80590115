"""Reading pages as a browser does: where their links and forms lead, what their forms hold. No tests here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

OUT = ("http://", "https://", "mailto:", "tel:", "#", "data:", "javascript:")


@dataclass
class Form:
    """A form with what it would send, and what its selects offer."""

    method: str
    action: str
    values: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.links, self.forms = url, [], []
        self.form: Form | None = None
        self.select = self.text = ""

    def handle_starttag(self, tag: str, given: list) -> None:
        attributes = {name: value or "" for name, value in given}
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        elif tag == "form":
            self.form = Form(attributes.get("method", "get").lower(), urljoin(self.url, attributes.get("action", "")))
            self.forms.append(self.form)
        elif self.form is not None:
            self._control(tag, attributes)

    def _control(self, tag: str, attributes: dict[str, str]) -> None:
        name = attributes.get("name", "")
        if tag == "input" and name:
            if attributes.get("type") not in ("checkbox", "radio") or "checked" in attributes:
                self.form.values[name] = attributes.get("value", "")
        elif tag == "select":
            self.select = name
            self.form.choices[name] = []
        elif tag == "option" and self.select:
            self.form.choices[self.select].append(attributes.get("value", ""))
            if "selected" in attributes:
                self.form.values[self.select] = attributes.get("value", "")
        elif tag == "textarea" and name:
            self.text = name
            self.form.values[name] = ""

    def handle_data(self, data: str) -> None:
        if self.text and self.form is not None:
            self.form.values[self.text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.text = ""


def read(html: str, url: str) -> _Reader:
    reader = _Reader(url)
    reader.feed(html)
    return reader


def targets(html: str, url: str) -> Iterator[tuple[str, str]]:
    """(method, address) of every link and form of ours on the page, each once."""
    reader, seen = read(html, url), set()
    for method, target in [("get", link) for link in reader.links] + [(f.method, f.action) for f in reader.forms]:
        if target.startswith(OUT):
            continue
        parts = urlsplit(urljoin(url, target))
        one = (method, parts.path + (f"?{parts.query}" if parts.query and method == "get" else ""))
        if one not in seen and not parts.path.startswith(("/static/", "/accounts/", "/admin/")):
            seen.add(one)
            yield one
