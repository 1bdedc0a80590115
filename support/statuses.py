"""What every status means, from the same classes that draw the badges. They are named in settings; nobody is imported."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings


@dataclass(frozen=True)
class Explained:
    """One track of a document: its name (blank where the document has one track only) and its members."""

    name: Any
    members: list[Any]


@dataclass(frozen=True)
class Document:
    """A kind of document with its tracks."""

    label: Any
    anchor: str
    tracks: list[Explained]


def documents() -> Iterator[Document]:
    """In the order of settings.STATUSES."""
    listed: Any = settings.STATUSES
    for label, tracks in listed:
        anchor = tracks[0][0].split(".")[1].lower()
        yield Document(label, anchor, [Explained(name, list(_track(path))) for path, name in tracks])


def _track(path: str) -> Any:
    """ "sales.Quote.Status" is the class Status inside the model Quote of the app sales."""
    app, model, track = path.split(".")
    return getattr(apps.get_model(app, model), track)
