"""Layouts as pages: parents and nested templates, the paper beside the form, and what may be done to them (S6)."""

import io
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from accounts import history
from inventory import adjustments
from inventory.models import Reason
from layouts import nested, paper, parents, texts, typeset
from layouts.models import Layout, LayoutTemplate, PaperKind
from layouts.views.parents import tabs
from rackbeat.lib.refusal import Refusal
from sales import invoices, shipments
from tests import make
from tests.house.addresses import client_of

ONE = "/settings/layouts/1/"


def picture(size=(900, 300), kind="PNG", mode="RGBA"):
    body = io.BytesIO()
    Image.new(mode, size, (1, 114, 114, 90) if mode == "RGBA" else "teal").save(body, kind)
    return body.getvalue()


def template(kind="invoice"):
    return LayoutTemplate.objects.get(layout__number=1, kind=kind)


def sent(world, kind="invoice", **changes):
    """What the form of a nested template sends when it is changed like this."""
    with world.open():
        rows = nested.full(template(kind), kind)
        data = {
            "title": "",
            "blocks": list(template(kind).blocks),
            "column": [each["key"] for each in rows],
            "on": [each["key"] for each in rows if each["on"]],
            "mail_subject": "",
            "mail_body": "",
        }
    return data | changes


def test_number_and_name_of_a_parent_lead_to_its_nested_templates(nordlys):
    anna = client_of(nordlys.owner)
    page = anna.get("/settings/layouts/").content.decode()
    assert page.count(f'href="{ONE}"') >= 2
    parent = anna.get(ONE).content.decode()
    for kind in ("quote", "order", "picking_list", "invoice", "credit_note", "purchase_order", "proforma", "reminder"):
        assert f'href="{ONE}{kind}/"' in parent


def test_a_block_that_is_switched_off_is_off_and_the_history_says_who_did_it(nordlys):
    anna = client_of(nordlys.owner)
    blocks = [key for key in sent(nordlys)["blocks"] if key != "payment_terms"]
    assert anna.post(f"{ONE}invoice/", sent(nordlys, blocks=blocks)).status_code == 302
    with nordlys.open():
        assert "payment_terms" not in template().blocks
        (event, *_more) = history.of(template())
    assert event["who"] == "Anna Berg"
    assert {"label": "Payment terms", "before": "yes", "after": "no"} in event["changes"]


def test_what_the_law_demands_on_an_invoice_cannot_be_switched_off(nordlys):
    anna = client_of(nordlys.owner)
    assert "What the law demands on an invoice is always printed." in anna.get(f"{ONE}invoice/").content.decode()
    anna.post(f"{ONE}invoice/", sent(nordlys, blocks=[], on=[]))
    with nordlys.open():
        assert template().blocks == ["delivery_address"]
        on = {each["key"] for each in nested.full(template(), "invoice") if each["on"]}
    assert on == {"text", "quantity", "price", "vat", "amount"}


def test_columns_are_put_in_order_with_and_without_a_script(nordlys):
    anna = client_of(nordlys.owner)
    order = sent(nordlys)["column"]
    moved = anna.post(f"{ONE}invoice/", sent(nordlys, move="up:text")).content.decode()
    assert moved.index('value="text"') < moved.index('value="number"')
    anna.post(f"{ONE}invoice/", sent(nordlys, column=[*reversed(order)], **{"width-text": "40"}))
    with nordlys.open():
        assert [each["key"] for each in template().columns] == [*reversed(order)]
        assert {each["key"]: each["width"] for each in template().columns}["text"] == 40
        with override("nb"):
            change = history.of(template())[0]["changes"][0]
        assert change["before"].startswith("Vare, Tekst, Antall, enhet, Pris")
        assert "Tekst 40%" in change["after"]


@pytest.mark.parametrize("width", ["101", "-1", "1e9", "٤", "4 0", "999999999999"])
def test_an_absurd_width_is_refused_with_a_sentence(nordlys, width):
    answer = client_of(nordlys.owner).post(f"{ONE}invoice/", sent(nordlys, **{"width-text": width}))
    assert answer.status_code == 422
    assert "is a whole number up to 100" in answer.content.decode()


def test_a_text_is_data_and_its_placeholders_are_known_words(nordlys):
    anna = client_of(nordlys.owner)
    typed = "{nummer} {number} {{ agreement }} {% load i18n %} <b>&"
    assert anna.post(f"{ONE}order/", sent(nordlys, "order", intro=typed)).status_code == 302
    with nordlys.open():
        document = make.order(nordlys, (nordlys.lamp, 1))
        document.layout = Layout.objects.get()
        assert texts.fill(template("order").intro, document, "order").startswith(
            f"{document.number} {document.number} {{"
        )
    wrong = anna.post(f"{ONE}order/", sent(nordlys, "order", intro="{numbr}"))
    assert wrong.status_code == 422
    assert "There is no placeholder {numbr}." in wrong.content.decode()


@pytest.mark.parametrize(
    ("kind", "never"),
    [("order", {"{due}"}), ("delivery_note", {"{due}", "{amount}"}), ("transfer", {"{name}", "{receiver}"})],
)
def test_no_placeholder_is_offered_that_such_a_paper_leaves_blank(kind, never):
    words = {word for word, _says in texts.offered(kind)}
    assert "{number}" in words
    assert not words & never
    assert {word for word, _says in texts.offered("invoice")} >= {"{due}", "{amount}", "{name}"}


def test_the_preview_shows_what_is_typed_and_outlines_the_block_switched_last(nordlys):
    anna = client_of(nordlys.owner)
    typed = sent(nordlys, title="Regning", changed="payment_terms")
    frame = anna.post(f"{ONE}invoice/preview/", typed, headers={"HX-Request": "true"}).content.decode()
    url = frame.split('src="')[1].split('"')[0].replace("&amp;", "&")
    page = anna.get(url)
    assert "Regning 1042" in page.content.decode() and 'class="pay changed"' in page.content.decode()
    assert page["X-Frame-Options"] == "SAMEORIGIN" and "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert "<style" not in page.content.decode() and " style=" not in page.content.decode()
    with nordlys.open():
        assert template().title == ""
    assert "Regning" not in anna.get(f"{ONE}invoice/sheet/").content.decode()
    assert "font-family" in anna.get(url.replace("/sheet/", "/sheet.css")).content.decode()
    assert client_of(nordlys.odd).get(url).status_code == 200
    assert "Regning" not in client_of(nordlys.odd).get(url).content.decode()


def test_the_preview_of_a_parent_follows_its_look(nordlys):
    anna = client_of(nordlys.owner)
    typed = {"name": "Standard", "language": "da", "font": "liberation_serif", "font_size": "11", "accent": "#c53634"}
    typed |= {"ink": "#000000", "margin_top": 30, "margin_right": 9, "margin_bottom": 22, "margin_left": 20}
    frame = anna.post(f"{ONE}look/", typed, headers={"HX-Request": "true"}).content.decode()
    url = frame.split('src="')[1].split('"')[0].replace("&amp;", "&")
    css = anna.get(url.replace("/sheet/", "/sheet.css")).content.decode()
    assert "Liberation Serif" in css and "11pt" in css and "#c53634" in css and "30mm 9mm" in css
    assert 'lang="da"' in anna.get(url).content.decode()


SHOWN = ("invoice", "reminder", "adjustment")


def test_a_real_document_is_shown_to_those_who_may_see_it(nordlys, solvang):
    with nordlys.open():
        document = make.order(nordlys, (nordlys.lamp, 3))
    where = f"{ONE}order/sheet/?document={document.pk}"
    assert "Fjord Sykkel AS" in client_of(nordlys.owner).get(where).content.decode()
    assert "Fjord Sykkel AS" not in client_of(nordlys.bo).get(where).content.decode()
    assert "Fjord Sykkel AS" not in client_of(solvang.owner).get(where).content.decode()
    with nordlys.open():
        draft = invoices.draft_from_order(document, by=nordlys.owner)
        moved = adjustments.draft(Reason.objects.first(), by=nordlys.owner)
    shown = {kind: client_of(nordlys.owner).get(f"{ONE}{kind}/").content.decode() for kind in SHOWN}
    option = f'<option value="{draft.pk}">'
    assert option in shown["invoice"] and option not in shown["reminder"]  # nobody is reminded of a draft
    assert f'<option value="{moved.pk}">' in shown["adjustment"]


def test_a_signature_stands_over_the_line_of_the_papers_that_go_out(nordlys):
    """In the PDF and in the preview; not on what somebody of ours signs by hand."""
    anna = client_of(nordlys.owner)
    with nordlys.open():
        layout = Layout.objects.get()
        facts = {name: getattr(layout, name) for name in parents.FACTS if name != "bank_account"}
    assert anna.post(ONE, {**facts, "signature": scan(picture((1600, 400)))}).status_code == 302
    with nordlys.open():
        layout = Layout.objects.get()
        with Image.open(io.BytesIO(bytes(layout.signature))) as image:
            assert (image.mode, image.size) == ("RGB", (800, 200))
        shipment = shipments.draft_from_order(make.order(nordlys, (nordlys.lamp, 1)), by=nordlys.owner)
        shipment.layout = layout
        note, picking = (typeset.sheet_of(shipment, kind) for kind in ("delivery_note", "picking_list"))
        assert note.signed.body == bytes(layout.signature) and note.signed_for == "For Nordlys Sykkel AS"
        assert picking.signed is None
        drawn, plain = paper.pdf(note), paper.pdf(replace(note, signed=None))
        assert len(drawn) > len(plain) + 500
        assert parents.copy(layout, by=nordlys.owner).signature == layout.signature
    shown = anna.get("/settings/layouts/1/delivery_note/sheet/").content.decode()
    assert shown.count("data:image/png;base64,") == 1
    for bad in (b"<svg/>", b"\x89PNG\r\n\x1a\n" + b"0" * 40):
        refused = anna.post(ONE, {**facts, "signature": scan(bad)})
        assert refused.status_code == 422 and "no picture that we can read" in refused.content.decode()
    anna.post(ONE, {**facts, "signature_off": "on"})
    with nordlys.open():
        assert Layout.objects.get(number=1).signature is None


def scan(body):
    made = io.BytesIO(body)
    made.name = "../../name.png"
    return made


def test_a_logo_is_drawn_anew_opaque_and_small(nordlys):
    anna = client_of(nordlys.owner)
    with nordlys.open():
        facts = {name: getattr(Layout.objects.get(), name) for name in parents.FACTS if name != "bank_account"}
    logo = io.BytesIO(picture((3000, 900)) + b"<script>")
    logo.name = "../../logo.png"
    assert anna.post(ONE, {**facts, "logo": logo}).status_code == 302
    with nordlys.open():
        stored = bytes(Layout.objects.get().logo)
    with Image.open(io.BytesIO(stored)) as image:
        assert (image.mode, image.size) == ("RGB", (800, 240))
    assert b"<script>" not in stored
    anna.post(ONE, {**facts, "logo_off": "on"})
    with nordlys.open():
        assert Layout.objects.get().logo is None


@pytest.mark.parametrize("body", [b"", b"GIF89a", b"<svg/>", b"%PDF-1.7", picture(mode="RGB", kind="BMP")])
def test_what_is_no_picture_is_refused(body):
    with pytest.raises(Refusal, match="no picture"):
        parents.drawn_anew(body)


def test_a_layout_is_copied_and_deleted_while_nobody_uses_it(nordlys):
    anna = client_of(nordlys.owner)
    anna.post(f"{ONE}invoice/", sent(nordlys, title="Regning"))
    twin = anna.post(f"{ONE}copy/")["Location"]
    with nordlys.open():
        copied = Layout.objects.get(number=2)
        assert copied.templates.get(kind="invoice").title == "Regning"
        nordlys.shop.layout = copied
        nordlys.shop.save()
    assert "1 customer" in anna.post(f"{twin}delete/", follow=True).content.decode()
    with nordlys.open():
        nordlys.shop.layout = None
        nordlys.shop.save()
    assert anna.post(f"{twin}delete/")["Location"] == "/settings/layouts/"
    with nordlys.open():
        assert [each.number for each in Layout.objects.all()] == [1]


def test_the_default_moves_and_cannot_be_deleted(nordlys):
    anna = client_of(nordlys.owner)
    anna.post("/settings/layouts/new/", {"name": "English", "language": "en"})
    anna.post("/settings/layouts/2/default/")
    with nordlys.open():
        assert [each.is_default for each in Layout.objects.order_by("number")] == [False, True]
    assert "default cannot be deleted" in anna.post("/settings/layouts/2/delete/", follow=True).content.decode()


def test_every_role_reads_layouts_and_only_an_owner_changes_them(nordlys, solvang):
    for person in (nordlys.bo, nordlys.vera, nordlys.odd):
        client = client_of(person)
        assert client.get(f"{ONE}invoice/").status_code == 200
        assert client.post(f"{ONE}invoice/", sent(nordlys)).status_code == 403
        assert client.post(f"{ONE}invoice/preview/", sent(nordlys)).status_code == 403
    assert client_of(nordlys.owner).get("/settings/layouts/9/").status_code == 404
    assert client_of(nordlys.owner).get(f"{ONE}nonsense/").status_code == 404


def test_user_settings_lead_to_the_layouts(nordlys):
    assert 'href="/settings/layouts/"' in client_of(nordlys.owner).get(reverse("accounts:profile")).content.decode()


def test_the_papers_stand_by_whom_they_are_for(nordlys):
    with nordlys.open():
        layout = Layout.objects.filter(is_default=True).get()
        found = tabs(layout, "purchase_order")
    assert [str(words) for words, _those in found] == ["", "Sales", "Purchasing", "Stock"]
    assert sum(len(those) for _words, those in found) == len(PaperKind) + 1
    assert [str(tab["label"]) for words, those in found for tab in those if tab["current"]] == ["Purchase order"]
    assert "Purchase order" in [str(tab["label"]) for tab in found[2][1]]
