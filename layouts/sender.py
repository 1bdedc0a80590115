"""Who sends the paper: name, address, organisation number as the country writes it, logo. Reads the agreement only."""

import hashlib
import io
from functools import lru_cache

from django.utils.translation import pgettext
from PIL import Image

from accounts.models import Agreement
from layouts.models import Layout
from layouts.sheet import Asset, Seller

REGISTERED = ("AS", "ASA", "NUF")  # Norwegian firms that must name the register of business enterprises


def sender(agreement: Agreement, layout: Layout | None) -> Seller:
    """With a layout: all of it. Without: what the law demands of an invoice."""
    place = f"{agreement.postcode} {agreement.city}".strip()
    return Seller(
        name=agreement.name,
        address=tuple(line for line in (agreement.street, place) if line),
        organisation=organisation(agreement),
        email=agreement.email if layout else "",
        website=agreement.website if layout else "",
        logo=picture(bytes(layout.logo)) if layout and layout.logo else None,
    )


def organisation(agreement: Agreement) -> str:
    """The number under which the state knows the seller, and knows that it pays VAT."""
    number = agreement.org_number.strip()
    if not number:
        return ""
    digits = "".join(sign for sign in number if sign.isdigit())
    if agreement.country == "NO" and len(digits) == 9:
        grouped = f"{digits[:3]} {digits[3:6]} {digits[6:]}"
        return pgettext("paper", "Org. no.") + f" NO {grouped} MVA"
    if agreement.country == "DK" and len(digits) == 8:
        return pgettext("paper", "CVR no.") + f" {digits}"
    return pgettext("paper", "Org. no.") + f" {number}"


def footer(agreement: Agreement, layout: Layout | None) -> str:
    """The line at the foot of each page."""
    parts = [agreement.name]
    if agreement.country == "NO" and agreement.name.split()[-1:][0] in REGISTERED:
        parts.append("Foretaksregisteret")
    if layout and agreement.website:
        parts.append(agreement.website)
    return " · ".join(parts)


@lru_cache(maxsize=32)
def picture(body: bytes) -> Asset | None:
    """The logo as it was made opaque and small at upload; anything else is left out rather than printed wrongly."""
    try:
        with Image.open(io.BytesIO(body), formats=("PNG", "JPEG")) as image:
            mime, width, height = Image.MIME[image.format or "PNG"], *image.size
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    return Asset(hashlib.sha256(body).hexdigest(), body, mime, width, height)
