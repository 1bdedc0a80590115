"""Sheets of a bicycle wholesaler in Oslo, as believable as the picture of the invoice; no database."""

import hashlib
import io
from dataclasses import replace
from decimal import Decimal

from PIL import Image, ImageDraw

from layouts.sheet import Asset, Column, Fact, Payment, Row, Seller, Sheet, Total, VatRow

HARD = " "
WARES = [
    ("2040", "Frontlys Polar 800 lm, USB-C", 132, "stk", "279.00", 8),
    ("2055", "Baklys Glimt 60 lm", 96, "stk", "149.00", 8),
    ("2060", "Lyssett Vinter, front og bak", 40, "sett", "389.00", 8),
    ("3305", "Piggdekk Isbjørn 28×1,60, 240 pigger", 24, "stk", "489.00", 10),
    ("3310", "Slange 28″, bilventil", 60, "stk", "39.00", 0),
    ("4102", "Refleksvest Natt, str. L", 20, "stk", "89.00", 0),
    ("5010", "Kjede 11-delt, 118 ledd", 30, "stk", "219.00", 5),
    ("5102", "Bremseklosser for skive, par", 50, "par", "79.00", 0),
    ("9001", "Frakt, pall Oslo sentrum", 1, "stk", "890.00", 0),
]


def amount(value: Decimal) -> str:
    return f"{value:,.2f}".replace(",", HARD).replace(".", ",")


def logo() -> Asset:
    """A sun over the horizon, opaque, as an upload leaves it."""
    picture = Image.new("RGB", (320, 300), "white")
    draw = ImageDraw.Draw(picture)
    draw.arc((20, 130, 300, 410), 180, 360, fill="#1b222b", width=26)
    draw.arc((85, 195, 235, 345), 180, 360, fill="#017272", width=26)
    draw.line((160, 20, 160, 90), fill="#017272", width=22)
    draw.line((25, 75, 70, 130), fill="#017272", width=22)
    draw.line((295, 75, 250, 130), fill="#017272", width=22)
    body = io.BytesIO()
    picture.resize((160, 150), Image.Resampling.LANCZOS).save(body, "PNG")
    return Asset(hashlib.sha256(body.getvalue()).hexdigest(), body.getvalue(), width=160, height=150)


SELLER = Seller(
    name="Nordlys Sykkel AS",
    address=("Verkstedveien 12", "0277 Oslo"),
    organisation="Org.nr. NO 312 498 766 MVA",
    email="ordre@nordlys.example",
    website="nordlys.example",
)
BUYER = ("Holmen Sportslager AS", "Att. Petter Aas", "Storgata 120", "0184 Oslo")
FOOTER = "Nordlys Sykkel AS · Foretaksregisteret · nordlys.example"
SALES = (
    Column("number", "Vare"),
    Column("text", "Tekst", grows=True),
    Column("quantity", "Antall", "right"),
    Column("unit", ""),
    Column("price", "Pris", "right"),
    Column("discount", "Rabatt", "right"),
    Column("vat", "Mva.", "right"),
    Column("amount", "Beløp", "right"),
)


def sales_rows(count: int) -> tuple[tuple[Row, ...], Decimal]:
    rows, net = [], Decimal(0)
    for number in range(count):
        code, text, quantity, unit, price, discount = WARES[number % len(WARES)]
        value = (Decimal(price) * quantity * (100 - discount) / 100).quantize(Decimal("0.01"))
        net += value
        percent = f"{discount}{HARD}%" if discount else ""
        rows.append(
            Row((code, text, str(quantity), unit, amount(Decimal(price)), percent, f"25{HARD}%", amount(value)))
        )
    return tuple(rows), net


def invoice(count: int = 9, **changes) -> Sheet:
    rows, net = sales_rows(count)
    vat = (net / 4).quantize(Decimal("0.01"))
    due = amount(net + vat)
    sheet = Sheet(
        kind="invoice",
        language="nb",
        title="Faktura",
        number="5120",
        seller=replace(SELLER, logo=logo()),
        buyer=BUYER,
        meta=(
            Fact("Fakturadato", "23.11.2026"),
            Fact("Forfaller", "23.12.2026"),
            Fact("Levert", "20.11.2026"),
            Fact("Kundenummer", "10014"),
        ),
        references=(
            Fact("Ordre", "1045"),
            Fact("Forsendelse", "2087"),
            Fact("Deres ref.", "P. Aas"),
            Fact("Vår ref.", "Anna Berg"),
            Fact("Leveringssted", "Holmen Sportslager, Alnabruveien 3, 0668 Oslo"),
        ),
        columns=SALES,
        rows=rows,
        note="Takk for handelen. Varene er nummerert som på følgeseddel 2087.",
        totals=(
            Total("Netto", amount(net)),
            Total(f"Mva. 25{HARD}% av {amount(net)}", amount(vat)),
            Total("Å betale, NOK", due, is_strong=True),
        ),
        payment=Payment(
            (
                Fact("Forfaller", "23.12.2026"),
                Fact("Beløp, NOK", due),
                Fact("Til konto", "1234 56 78903"),
                Fact("KID", "001001451200"),
            ),
            "Netto 30 dager. Etter forfall beregnes renter etter forsinkelsesrenteloven.",
            "Fra utlandet: IBAN NO71 1234 5678 903, BIC NORDNOKKXXX.",
        ),
        footer=FOOTER,
    )
    return replace(sheet, **changes)


def quote() -> Sheet:
    sheet = invoice(5)
    return replace(
        sheet,
        kind="quote",
        title="Tilbud",
        number="1017",
        meta=(
            Fact("Tilbudsdato", "23.11.2026"),
            Fact("Gyldig til", "07.12.2026"),
            Fact("Kundenummer", "10014"),
        ),
        references=sheet.references[2:4],
        intro="Hei Petter,\nher er prisene vi snakket om. Lyssettene er på lager og kan leveres samme uke.",
        note="",
        totals=(*sheet.totals[:2], Total("Sum, NOK", sheet.totals[2].value, is_strong=True)),
        payment=Payment((), "Netto 30 dager."),
    )


def order() -> Sheet:
    sheet = quote()
    return replace(
        sheet,
        kind="order",
        title="Ordrebekreftelse",
        number="1045",
        intro="",
        meta=(
            Fact("Ordredato", "18.11.2026"),
            Fact("Levering", "20.11.2026"),
            Fact("Kundenummer", "10014"),
        ),
        references=invoice().references[2:],
        note="Vi leverer det vi har på lager først og ettersender resten uten ekstra frakt.",
    )


def picking_list(count: int = 9) -> Sheet:
    places = ["A-01-2", "A-01-4", "A-03-1", "B-02-3", "B-02-4", "C-01-1", "C-04-2", "C-04-3", "Gulv"]
    rows = [
        Row((places[n % 9], WARES[n % 9][0], WARES[n % 9][1], str(WARES[n % 9][2]), WARES[n % 9][3], ""))
        for n in range(count)
    ]
    return Sheet(
        kind="picking_list",
        language="nb",
        title="Plukkliste",
        number="2087",
        seller=replace(SELLER, logo=logo()),
        buyer=("Holmen Sportslager AS", "Alnabruveien 3", "0668 Oslo"),
        meta=(Fact("Ordre", "1045"), Fact("Sendes", "20.11.2026"), Fact("Linjer", str(count))),
        references=(Fact("Leveringsmåte", "Pall, Oslo sentrum"), Fact("Vår ref.", "Anna Berg")),
        columns=(
            Column("location", "Plass"),
            Column("number", "Vare"),
            Column("text", "Tekst", grows=True),
            Column("quantity", "Antall", "right"),
            Column("unit", ""),
            Column("picked", "Plukket", "box"),
        ),
        rows=tuple(sorted(rows, key=lambda row: row.cells[0])),
        note="Ring sjåføren på 22 00 00 00 når pallen er klar.",
        signature=("Plukket av", "Dato"),
        footer=FOOTER,
    )


def delivery_note() -> Sheet:
    sheet = picking_list()
    rows = tuple(Row((row.cells[1], row.cells[2], row.cells[3], row.cells[4])) for row in sheet.rows)
    return replace(
        sheet,
        kind="delivery_note",
        title="Følgeseddel",
        columns=(sheet.columns[1], sheet.columns[2], sheet.columns[3], sheet.columns[4]),
        rows=rows,
        note="Kontroller varene ved mottak. Meld fra om skader innen sju dager.",
        references=invoice().references[:1] + invoice().references[2:4],
        signature=("Mottatt av, med blokkbokstaver", "Dato", "Underskrift"),
    )


def purchase_order() -> Sheet:
    sheet = order()
    rows = tuple(Row((*row.cells[:5], row.cells[7])) for row in sheet.rows)
    return replace(
        sheet,
        kind="purchase_order",
        title="Bestilling",
        number="3012",
        buyer=("Lumen Velo GmbH", "Hafenstraße 18", "20359 Hamburg", "Tyskland"),
        columns=(*SALES[:5], SALES[7]),
        rows=rows,
        meta=(Fact("Bestilt", "23.11.2026"), Fact("Ønsket levering", "07.12.2026"), Fact("Leverandørnummer", "501")),
        references=(
            Fact("Vår ref.", "Anna Berg"),
            Fact("Leveres til", "Nordlys Sykkel AS, Verkstedveien 12, 0277 Oslo"),
        ),
        note="Merk alle kolli med bestillingsnummeret.",
        payment=Payment((), "Netto 14 dager."),
    )


def without_layout() -> Sheet:
    """Heading, lines, totals and what the law demands, no more."""
    sheet = invoice(3)
    return replace(
        sheet,
        seller=replace(SELLER, email="", website="", logo=None),
        references=(),
        note="",
        payment=None,
        footer="",
        meta=sheet.meta[:3],
        has_page_numbers=False,
    )


def difficult() -> Sheet:
    """What people really type: long words, emoji, other scripts, two rates, text lines, a long note."""
    sheet = invoice(2)
    long = "Sykkelstativ i varmgalvanisert stål med plass til tjuefire sykler, låsbøyler og fundament " * 3
    rows = (
        Row(text="Avdeling Nord", is_heading=True),
        Row(
            ("ABCDEFGHIJKLMNOPQRSTUVWXY", long, "12,5", "meter", "1 234 567,00", "12,5 %", "25 %", "13 503 076,56"),
            "Serienummer: " + ", ".join(f"SN{n:05}" for n in range(40)),
        ),
        *sheet.rows,
        Row(
            text="Varene under er brukt og selges uten reklamasjonsrett.\n"
            "Ærlig talt: blåbærsyltetøy på Ørnes 🚲🔦 ☺ Ω Жук 自行车"
        ),
        Row(("7001", "Rømmegrøt med æ, ø og å, <b>ikke</b> {{ 7*7 }}", "-2", "stk", "39,00", "", "15 %", "−78,00")),
    )
    return replace(
        sheet,
        rows=rows,
        buyer=(
            "Interkommunalt innkjøpssamarbeid for Østfold, Ringerike og Sør-Trøndelag IKS",
            "Att. Bjørn-Åge Ødegård-Nærø",
            "c/o Sentrallageret",
            "Ærfuglveien 1234 B, inngang 3",
            "Postboks 9999 Sentrum",
            "9999 Båtsfjord",
            "Norge",
        ),
        vat=(VatRow("25 %", "13 550 117,00", "3 387 529,25"), VatRow("15 %", "−78,00", "−11,70")),
        note="Lang merknad. " * 60,
    )


ALL = {
    "invoice": invoice,
    "quote": quote,
    "order": order,
    "picking_list": picking_list,
    "delivery_note": delivery_note,
    "purchase_order": purchase_order,
    "without_layout": without_layout,
    "difficult": difficult,
}
