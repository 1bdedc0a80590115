"""What may happen to a parent layout: made, copied, changed, given pictures, made the default, deleted while unused."""

import io
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from PIL import Image, ImageOps

from accounts import history
from accounts.models import User
from layouts import defaults
from layouts.models import Layout, LayoutTemplate, StoredPaper
from rackbeat.lib.refusal import Refusal, require

FACTS = (
    "name",
    "language",
    "bank_account",
    "watermark",
    "font",
    "font_size",
    "accent",
    "ink",
    "margin_top",
    "margin_right",
    "margin_bottom",
    "margin_left",
)
LOGO_BYTES, LOGO_PIXELS, LOGO_SIDE = 5 * 1024 * 1024, 40_000_000, 800


@transaction.atomic
def create(*, by: User, **facts: Any) -> Layout:
    """A new parent with a nested template for every kind of paper, each as such papers usually look."""
    layout = Layout(number=_next_number(), **facts)
    _require(layout)
    layout.is_default = not Layout.objects.filter(is_default=True).exists()
    layout.save()
    defaults.complete(layout)
    history.record(layout, "created", by=by)
    return layout


@transaction.atomic
def copy(layout: Layout, *, by: User) -> Layout:
    """Another parent that looks the same, templates, logo and signature included; it is no default."""
    templates = list(layout.templates.all())
    facts = {name: getattr(layout, name) for name in (*FACTS, "logo", "signature")}
    twin = Layout(number=_next_number(), **facts)
    twin.name = _("%(name)s, copy") % {"name": layout.name[:80]}
    twin.save()
    for template in templates:
        template.pk, template.layout = None, twin
    LayoutTemplate.objects.bulk_create(templates)
    history.record(twin, "made_from", by=by, source=layout.name)
    return twin


@transaction.atomic
def change(layout: Layout, *, by: User, **facts: Any) -> Layout:
    """Write new facts of a parent. What is booked keeps the paper that it has."""
    layout = Layout.objects.lock(layout)
    changes = history.differences(layout, facts)
    _require(layout)
    if changes:
        layout.save(update_fields=list(facts))
        history.record(layout, "changed", by=by, changes=changes)
    return layout


@transaction.atomic
def make_default(layout: Layout, *, by: User) -> Layout:
    """New customers and suppliers get this one; those that exist keep theirs."""
    layout = Layout.objects.lock(layout)
    if not layout.is_default:
        Layout.objects.filter(is_default=True).update(is_default=False)
        layout.is_default = True
        layout.save(update_fields=["is_default"])
        history.record(layout, "made_default", by=by)
    return layout


@transaction.atomic
def give_logo(layout: Layout, body: bytes | None, *, by: User) -> Layout:
    """Put a picture at the head of every paper, or take it away (None). It is drawn anew, opaque and at print size."""
    layout = Layout.objects.lock(layout)
    layout.logo = None if body is None else drawn_anew(body)
    layout.save(update_fields=["logo"])
    history.record(layout, "logo" if body else "logo_removed", by=by)
    return layout


@transaction.atomic
def give_signature(layout: Layout, body: bytes | None, *, by: User) -> Layout:
    """Put a picture of a signature into the signature line, or take it away (None). It is drawn anew like a logo."""
    layout = Layout.objects.lock(layout)
    layout.signature = None if body is None else drawn_anew(body, field="signature")
    layout.save(update_fields=["signature"])
    history.record(layout, "signature" if body else "signature_removed", by=by)
    return layout


@transaction.atomic
def delete(layout: Layout, *, by: User) -> None:
    """Throw a parent and its templates away. Refused, with what uses it, where it is in use."""
    layout = Layout.objects.lock(layout)
    require(not layout.is_default, _("The default cannot be deleted. Make another one the default first."))
    used = [f"{count} {name}" for name, count in uses(layout) if count]
    if used:
        raise Refusal(_("%(name)s is used by %(users)s.") % {"name": layout.name, "users": ", ".join(used)})
    history.record(layout, "deleted", by=by)
    layout.delete()


def uses(layout: Layout) -> list[tuple[str, int]]:
    """(what it is, how many) of everything that points at the layout: customers, suppliers, documents, kept papers."""
    found = []
    for model in _users():
        count, names = model._default_manager.filter(layout=layout).count(), model._meta
        name = ngettext("kept PDF", "kept PDFs", count) if model is StoredPaper else names.verbose_name_plural
        found.append((str(names.verbose_name if count == 1 and model is not StoredPaper else name), count))
    return found


def _users() -> Iterable[Any]:
    for model in apps.get_models():
        field = next((each for each in model._meta.local_fields if each.name == "layout"), None)
        if isinstance(field, models.ForeignKey) and field.related_model is Layout and model is not LayoutTemplate:
            yield model


def _require(layout: Layout) -> None:
    require(layout.name.strip(), _("Give the layout a name."), field="name")
    layout.clean_fields(exclude=["logo", "signature", "agreement", "number"])


def _next_number() -> int:
    return (Layout.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def drawn_anew(body: bytes, field: str = "logo") -> bytes:
    """A picture as a PNG of our own making: opaque, at most as large as print needs, without anything that came along."""
    wrong = _("This is no picture that we can read. Choose a PNG or a JPEG.")
    require(len(body) <= LOGO_BYTES, _("The picture is larger than 5 MB. Choose a smaller one."), field=field)
    try:
        with Image.open(io.BytesIO(body), formats=("PNG", "JPEG", "WEBP", "GIF")) as image:
            width, height = image.size
            require(width * height <= LOGO_PIXELS, _("The picture has too many pixels."), field=field)
            image.load()
            turned = ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refusal(wrong, field=field) from None
    flat = Image.new("RGB", turned.size, "white")
    flat.paste(turned, mask=turned.getchannel("A"))
    flat.thumbnail((LOGO_SIDE, LOGO_SIDE), Image.Resampling.LANCZOS)
    made = io.BytesIO()
    flat.save(made, "PNG", optimize=True)
    return made.getvalue()
