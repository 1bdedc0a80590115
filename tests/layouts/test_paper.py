"""What a piece of paper says and what it must not do; no database."""

import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from layouts import paper
from layouts.faces import FACES, FOLDER, printable
from layouts.paper import PaperFailed
from layouts.presses import Presses, _environment, presses
from layouts.sheet import Fact, Look, Row
from tests.layouts import samples

ROOT = Path(paper.__file__).resolve().parent.parent
EXPECTED = (
    "Faktura 5120",
    "Nordlys Sykkel AS",
    "Org.nr. NO 312 498 766 MVA",
    "Holmen Sportslager AS",
    "Fakturadato 23.11.2026",
    "Forfaller 23.12.2026",
    "Piggdekk Isbjørn 28×1,60, 240 pigger",
    "33 881,76",
    "Mva. 25 % av 87 120,54",
    "21 780,14",
    "Å betale, NOK 108 900,68",
    "1234 56 78903",
    "001001451200",
    "Netto 30 dager.",
)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    """The text of all pages with its white space made plain."""
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def test_an_invoice_says_all_that_a_payer_and_the_law_need():
    text = words(paper.pdf(samples.invoice()))
    for expected in EXPECTED:
        assert expected in text


@pytest.mark.parametrize("kind", sorted(samples.ALL))
def test_every_kind_prints_on_paper_with_a_title_a_language_and_tags(kind):
    sheet = samples.ALL[kind]()
    reader = read(paper.pdf(sheet))
    assert reader.metadata.title == f"{sheet.heading}, Nordlys Sykkel AS"
    assert reader.trailer["/Root"]["/Lang"] == "nb"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    width, height = (float(side) * 25.4 / 72 for side in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)


def test_a_picking_list_and_a_delivery_note_show_no_price():
    for sheet in (samples.picking_list(), samples.delivery_note()):
        assert not re.search(r"\d,\d\d\b", words(paper.pdf(sheet)).replace("28×1,60", ""))


def test_a_paper_without_a_layout_has_no_payment_terms():
    text = words(paper.pdf(samples.without_layout()))
    assert "11" not in text.split()  # no page number either, not even two counters without words
    assert "Faktura 5120" in text and "Org.nr." in text and "Å betale" in text
    assert "Netto 30 dager" not in text and "KID" not in text


def test_the_same_sheet_gives_the_same_bytes_from_any_press():
    first = paper.pdf(samples.invoice())
    other = Presses(workers=1)
    try:
        sheet = samples.invoice()
        assert other.print(paper.html(sheet), paper.own_css(sheet), (sheet.seller.logo,)) == first
    finally:
        other.close()


def test_long_papers_repeat_the_head_and_number_their_pages():
    pages = [page.extract_text() for page in read(paper.pdf(samples.invoice(60))).pages]
    assert len(pages) == 3
    assert all("Vare" in page and "Beløp" in page for page in pages)
    assert "3" in pages[2].split()[-1] and "Faktura 5120 · Nordlys Sykkel AS" in pages[1]


@pytest.mark.parametrize("count", range(17, 26))
def test_the_totals_never_leave_the_last_line(count):
    last = read(paper.pdf(samples.invoice(count))).pages[-1].extract_text()
    if "Å betale" in last and len(read(paper.pdf(samples.invoice(count))).pages) > 1:
        assert samples.invoice(count).rows[-1].cells[1] in last


def test_more_than_two_hundred_lines_are_printed_without_tags():
    pdf = paper.pdf(samples.invoice(201))
    assert "/MarkInfo" not in read(pdf).trailer["/Root"]


def test_only_the_shipped_faces_are_embedded():
    used = set()
    for page in read(paper.pdf(samples.difficult())).pages:
        fonts = page["/Resources"]["/Font"].get_object()
        used |= {fonts[name].get_object()["/BaseFont"].split("+")[1] for name in fonts}
    assert used <= {"Roboto", "Roboto-Medium", "DejaVu-Sans"}
    assert {"Roboto", "Roboto-Medium"} <= used


def test_the_shipped_faces_are_static_and_come_with_their_licence():
    for face in FOLDER.glob("*.ttf"):
        assert b"fvar" not in face.read_bytes()[:400]
    for name in ("Roboto", "DejaVu", "OpenSans", "Liberation"):
        assert (FOLDER / f"LICENSE-{name}.txt").exists()


@pytest.mark.parametrize("font", FACES)
def test_every_face_of_the_list_is_embedded_and_keeps_numbers_in_their_column(font):
    sheet = samples.invoice(look=Look(font=font, font_size=12, margins=(8, 8, 8, 8), watermark="KOPI"))
    page = PdfReader(io.BytesIO(paper.pdf(sheet))).pages[0]
    used = {each.get_object()["/BaseFont"].split("+")[1] for each in page["/Resources"]["/Font"].get_object().values()}
    assert any(FACES[font].family.replace(" ", "-") in name for name in used), used
    assert "KOPI" in page.extract_text() and "108 900,68" in page.extract_text().replace("\xa0", " ")


def test_templates_of_paper_have_no_style_attributes_and_no_scripts():
    for template in (ROOT / "templates" / "paper").rglob("*.html"):
        text = template.read_text("utf-8")
        assert "style=" not in text and "<style" not in text and "<script" not in text


def test_what_a_user_types_is_printed_as_text():
    text = words(paper.pdf(samples.difficult()))
    assert "{{ 7*7 }}" in text and "<b>ikke</b>" in text.replace("</ b>", "</b>")
    assert "blåbærsyltetøy på Ørnes" in text and "Жук" in text


def test_a_sign_without_a_glyph_never_spoils_the_rest():
    assert printable("Lys 🚲 ☺ på lager") == "Lys  ☺ på lager"
    assert printable("自行车 AS") == "□□□ AS"
    assert printable("a\u202eb\x00c\u200d") == "abc"
    assert printable("A\u030angstro\u0308m") == "Ångström"


def test_a_layouts_taste_is_numbers_and_colours_only():
    css = paper.own_css(samples.invoice(look=Look(font_size=500, accent="red;} *{background:url(file:///x)")))
    assert "12pt" in css and "#017272" in css and "url" not in css


@pytest.mark.parametrize(
    "body",
    [
        '<img alt="x" src="file:///etc/passwd">',
        '<img alt="x" src="http://127.0.0.1:1/x.png">',
        '<img alt="x" src="//169.254.169.254/latest">',
        '<img alt="x" src="asset:another">',
        '<link rel="stylesheet" href="http://127.0.0.1:1/x.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        "<style>@import url(file:///etc/passwd);</style>",
        '<object data="file:///etc/passwd"></object>',
        '<img alt="x" src="data:image/svg+xml,<svg/>">',
    ],
)
def test_the_press_fetches_nothing_that_did_not_come_with_the_order(body):
    with pytest.raises(PaperFailed, match="refused address"):
        presses.print(f"<html lang=en><title>x</title><body>{body}</body></html>")


def test_a_runaway_paper_is_stopped_and_the_next_one_is_printed():
    impatient = Presses(workers=1, seconds=1)
    try:
        with pytest.raises(PaperFailed, match="ended while printing"):
            impatient.print("<html lang=en><title>x</title>" + "<table><tr><td>x<td>y</table>" * 20_000)
        with pytest.raises(PaperFailed, match="RecursionError"):
            impatient.print("<html lang=en><title>x</title>" + "<table><tr><td>x" * 80)
        assert impatient.print("<html lang=en><title>x</title><body>after</body></html>").startswith(b"%PDF")
    finally:
        impatient.close()


def test_a_killed_press_is_replaced():
    own = Presses(workers=1)
    try:
        page = "<html lang=en><title>x</title><body>one</body></html>"
        first = own.print(page)
        own.mother.kill()
        own.mother.wait()
        own.idle.pop().close()
        assert own.print(page) == first
    finally:
        own.close()


def test_too_many_lines_are_refused_before_the_press_sees_them():
    sheet = replace(samples.invoice(1), rows=(Row(text="x"),) * 5_001)
    with pytest.raises(PaperFailed, match="5001 lines"):
        paper.pdf(sheet)


def test_numbers_are_never_wider_than_their_column():
    sheet = samples.difficult()
    found = paper.widths(sheet)
    assert sum(found) < 172 - 30
    big = replace(sheet, columns=tuple(replace(column, width=1) for column in sheet.columns))
    assert paper.widths(big) == pytest.approx(found)


POSITIONS = """
import sys
from layouts import press
from weasyprint import HTML
html, css = sys.stdin.read().split("\\0")
def texts(page_class):
    own = press.CSS(string=css)
    document = page_class(string=html, base_url="about:blank", url_fetcher=press.Assets({})).render(
        font_config=press.fonts, stylesheets=[press.look, own])
    return [
        (box.text, round(box.position_x, 2), round(box.position_y, 2))
        for page in document.pages for box in page._page_box.descendants() if hasattr(box, "text")
    ]
assert texts(press.Paper) == texts(HTML), list(zip(texts(press.Paper), texts(HTML)))[:20]
"""


def test_the_small_ground_sheet_puts_every_word_where_the_stock_one_does():
    sheet = samples.invoice(30)
    sheet = replace(sheet, seller=replace(sheet.seller, logo=None), meta=(*sheet.meta, Fact("Side", "1")))
    given = "\0".join([paper.html(sheet), paper.own_css(sheet)])
    subprocess.run([sys.executable, "-c", POSITIONS], input=given.encode(), check=True, cwd=ROOT, env=_environment())


def test_fonts_are_subset_by_harfbuzz_and_not_by_the_slow_way():
    code = "from weasyprint.text.ffi import harfbuzz_subset; assert harfbuzz_subset"
    subprocess.run([sys.executable, "-c", code], check=True, env=_environment())
