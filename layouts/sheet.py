"""What stands on a piece of paper, as plain strings in one language; it knows neither documents nor the press."""

import base64
from dataclasses import dataclass, field

# A rendered page costs time for every line and every sign, so both have a limit that no honest document reaches.
MOST_LINES = 5_000
MOST_SIGNS = 4_000


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it says: "Due" and "23.12.2026"."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture by its content: `key` is the SHA-256 of `body`, which is a PNG or a JPEG without transparency."""

    key: str
    body: bytes
    mime: str = "image/png"
    width: int = 1
    height: int = 1

    @property
    def is_wide(self) -> bool:
        """A word mark: the name of the firm then stands under it, not beside it."""
        return self.width > 2.5 * self.height

    @property
    def address(self) -> str:
        return f"asset:{self.key}"

    @property
    def data(self) -> str:
        """The picture itself as an address, for the preview: the press is given it beside the document."""
        return f"data:{self.mime};base64,{base64.b64encode(self.body).decode()}"


@dataclass(frozen=True, slots=True)
class Seller:
    """Who sends the paper; `organisation` is the line that the law wants on an invoice."""

    name: str
    address: tuple[str, ...] = ()
    organisation: str = ""
    email: str = ""
    website: str = ""
    logo: Asset | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The small block at the right: where they are, how to write to them, who they are to the state."""
        return tuple(line for line in (", ".join(filter(None, self.address)), self.email, self.organisation) if line)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the lines; `width` is in percent of the page, or 0 for as wide as its content needs."""

    key: str
    label: str
    align: str = "left"  # left, right or box: an empty square to tick
    width: float = 0
    grows: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line with one cell per column; or, where `text` is set, words over the whole width."""

    cells: tuple[str, ...] = ()
    detail: str = ""  # small print under the line's own text
    text: str = ""
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    label: str
    value: str
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class VatRow:
    rate: str
    base: str
    amount: str


@dataclass(frozen=True, slots=True)
class Payment:
    """What the payer needs: a few large facts, then the terms in words."""

    facts: tuple[Fact, ...] = ()
    terms: str = ""
    more: str = ""
    delivery: str = ""  # how goods are delivered, in words


@dataclass(frozen=True, slots=True)
class Look:
    """A layout's own taste, held within what still looks like a letter."""

    font: str = "roboto"  # a key of layouts/faces.py
    font_size: float = 9.0
    accent: str = "#017272"
    ink: str = "#1b222b"
    margins: tuple[int, int, int, int] = (14, 18, 22, 20)  # mm: top, right, bottom, left
    watermark: str = ""

    @property
    def width(self) -> float:
        """Millimetres between the margins."""
        return 210.0 - self.margins[1] - self.margins[3]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that is printed of one document, in the order in which the eye meets it."""

    kind: str  # quote order picking_list delivery_note invoice credit_note purchase_order
    language: str
    title: str
    number: str
    seller: Seller
    buyer: tuple[str, ...] = ()
    meta: tuple[Fact, ...] = ()
    references: tuple[Fact, ...] = ()
    subject: str = ""
    intro: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    note: str = ""
    totals: tuple[Total, ...] = ()
    vat: tuple[VatRow, ...] = ()
    payment: Payment | None = None
    signature: tuple[str, ...] = ()
    signed: Asset | None = None  # our own signature, which stands before the line of the other side
    signed_for: str = ""
    footer: str = ""
    has_page_numbers: bool = True
    look: Look = field(default_factory=Look)

    @property
    def heading(self) -> str:
        return f"{self.title} {self.number}".strip()

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The pictures that the press is given beside the page, each once."""
        return tuple({each.key: each for each in (self.seller.logo, self.signed) if each}.values())

    @property
    def note_is_long(self) -> bool:
        """A long note gets the whole width; a short one stands beside the totals."""
        return len(self.note) > 320 or self.note.count("\n") > 5
