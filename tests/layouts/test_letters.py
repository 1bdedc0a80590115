"""Documents go out by mail with the verb that makes them final: suggested, changed, attached, logged, tried again."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import Mail, MailSettings
from accounts.models.mail import MailStatus
from layouts import contacts, drafting, letters, nested
from layouts.models import Layout
from rackbeat.lib import periods
from sales import customers, invoices, quotes, shipments
from sales.models import SalesInvoice, SalesOrder
from tests import jobs, make
from tests.house.addresses import client_of
from tests.house.pages import read
from tests.mailserver import MailServer

SEND = {"mail-send": "on", "mail-to": "kari@fjord.example", "mail-subject": "Hello", "mail-body": "Here it is."}


@pytest.fixture
def server(settings):
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


GREETED = [
    (["Kari"], "Hello Kari,"),
    (["Kari", "Per"], "Hello,"),
    ([], "Hello Ola Nordmann,"),
]


@pytest.mark.parametrize(("people", "hello"), GREETED)
def test_the_person_is_greeted_who_gets_the_letter(nordlys, people, hello):
    """One contact by name, several by none; the document's reference only where the party's own address is used."""
    with nordlys.open():
        customers.choose_layout(nordlys.shop, Layout.objects.get(), by=nordlys.owner)
        for name in people:
            contacts.add(nordlys.shop, by=nordlys.owner, name=name, email=f"{name}@fjord.example", receives=["order"])
        nordlys.shop.refresh_from_db()
        order = make.order(nordlys, (nordlys.lamp, 2), confirmed=False)
        order = drafting.change(order, by=nordlys.owner, their_reference="Ola Nordmann")
        assert letters.suggest(order).body.startswith(f"{hello}\n")


@pytest.fixture
def shop(nordlys):
    """Nordlys' shop with a layout and somebody who gets invoices; the test acts for Nordlys."""
    with nordlys.open():
        customers.choose_layout(nordlys.shop, Layout.objects.get(), by=nordlys.owner)
        contacts.add(
            nordlys.shop, by=nordlys.owner, name="Kari", email="kari@fjord.example", receives=["invoice", "order"]
        )
        nordlys.shop.refresh_from_db()
        yield nordlys


def form_of(client, url, ends):
    page = client.get(url).content.decode()
    return next(form for form in read(page, url).forms if form.action.endswith(ends))


def test_an_order_is_confirmed_and_sent_in_one_go_as_the_dialog_suggests(shop, server):
    order = make.order(shop, (shop.lamp, 2), confirmed=False)
    anna, here = client_of(shop.owner), reverse("sales:order", args=[order.number])
    form = form_of(anna, here, "/confirm/")
    assert form.values["mail-to"] == "kari@fjord.example"
    assert form.values["mail-subject"] == f"Order confirmation {order.number} from Nordlys Sykkel AS"
    assert anna.post(form.action, {**form.values, "mail-send": "on"}).status_code == 302
    jobs.run("accounts.post")
    (got,) = server.messages
    (attached,) = got.iter_attachments()
    text = PdfReader(io.BytesIO(attached.get_content())).pages[0].extract_text()
    assert attached.get_filename() == f"Order-confirmation-{order.number}.pdf"
    assert f"Order confirmation {order.number}" in text
    page = anna.get(here).content.decode()
    assert "sent it by mail to kari@fjord.example" in page and 'id="mails"' in page


def test_without_the_tick_nothing_is_sent(shop):
    order = make.order(shop, (shop.lamp, 2), confirmed=False)
    client_of(shop.owner).post(reverse("sales:order_confirm", args=[order.number]), {"mail-to": "x"})
    assert SalesOrder.objects.get(pk=order.pk).status == "confirmed"
    assert not Mail.objects.exists()


def test_without_a_script_the_dialog_is_a_page(shop):
    order = make.order(shop, (shop.lamp, 2), confirmed=False)
    form = form_of(client_of(shop.owner), reverse("sales:order_confirm", args=[order.number]), "/confirm/")
    assert form.values["mail-to"] == "kari@fjord.example"


@pytest.mark.parametrize("wrong", [{"mail-to": ""}, {"mail-to": "kari"}, {"mail-bcc": "a b"}, {"mail-subject": " "}])
def test_a_wrong_letter_confirms_nothing_and_keeps_what_was_typed(shop, wrong):
    order = make.order(shop, (shop.lamp, 2), confirmed=False)
    answer = client_of(shop.owner).post(reverse("sales:order_confirm", args=[order.number]), SEND | wrong)
    assert answer.status_code == 422
    assert "Here it is." in answer.content.decode()
    assert SalesOrder.objects.get(pk=order.pk).status == "draft"


def test_a_letter_that_the_day_has_no_room_for_takes_the_verb_back(shop, settings):
    settings.MAIL_PER_DAY = 0
    order = make.order(shop, (shop.lamp, 2), confirmed=False)
    answer = client_of(shop.owner).post(reverse("sales:order_confirm", args=[order.number]), SEND)
    assert answer.status_code == 422
    assert SalesOrder.objects.get(pk=order.pk).status == "draft"


def test_a_double_click_sends_one_letter(shop):
    order = make.order(shop, (shop.lamp, 2), confirmed=False)
    anna = client_of(shop.owner)
    form = form_of(anna, reverse("sales:order", args=[order.number]), "/confirm/")
    for _ in range(2):
        anna.post(form.action, {**form.values, "mail-send": "on"})
    assert Mail.objects.count() == 1


def test_an_invoice_gets_its_number_into_the_letter_when_it_is_booked(shop, server):
    make.received(shop, shop.lamp, 5, 50)
    draft = invoices.draft_from_order(make.order(shop, (shop.lamp, 1)), by=shop.owner)
    anna = client_of(shop.owner)
    form = form_of(anna, f"/sales/invoices/draft-{draft.draft_number}/", "/book/")
    assert "{number}" in form.values["mail-subject"]
    anna.post(form.action, {**form.values, "mail-send": "on"})
    booked = SalesInvoice.objects.get(pk=draft.pk)
    jobs.run("accounts.post")
    assert server.messages[0]["Subject"] == f"Invoice {booked.number} from Nordlys Sykkel AS"
    body = server.messages[0].get_body().get_content()
    assert f"invoice {booked.number} of NOK" in body and f"{booked.due_on:%d.%m.%Y}" in body


@pytest.mark.parametrize("kind", ["quote", "purchase"])
def test_quotes_and_purchase_orders_are_sent_with_their_paper(shop, server, kind):
    anna = client_of(shop.owner)
    if kind == "quote":
        document = quotes.draft(shop.shop, by=shop.owner)
        where = reverse("sales:quote_send", args=[document.number])
        drafting.add_line(document, by=shop.owner, item=shop.lamp, quantity=1, price=10)
    else:
        document = make.purchase_order(shop, (shop.lamp, 2, 50), sent=False)
        where = reverse("purchasing:order_send", args=[document.number])
    assert anna.post(where, SEND).status_code == 302
    jobs.run("accounts.post")
    assert [each["To"] for each in server.messages] == ["kari@fjord.example"]


def test_the_warehouse_sends_a_delivery_note_that_tells_no_price(shop, server):
    make.received(shop, shop.lamp, 5, 50)
    order = make.order(shop, (shop.lamp, 1))
    shipment = shipments.pick_all(shipments.draft_from_order(order, by=shop.owner), by=shop.owner)
    bo = client_of(shop.bo)
    form = form_of(bo, reverse("sales:shipment", args=[shipment.number]), "/send/")
    bo.post(form.action, {**form.values, **SEND})
    jobs.run("accounts.post")
    (attached,) = server.messages[0].iter_attachments()
    assert "100,00" not in PdfReader(io.BytesIO(attached.get_content())).pages[0].extract_text()
    assert bo.get("/settings/mail/").status_code == 403


def test_an_overdue_invoice_is_reminded_of_with_what_is_still_open(shop, server):
    make.received(shop, shop.lamp, 5, 50)
    invoice = invoices.book(invoices.draft_from_order(make.order(shop, (shop.lamp, 1)), by=shop.owner), by=shop.owner)
    invoices.pay(invoice, 25, by=shop.owner)
    anna, here = client_of(shop.owner), reverse("sales:invoice", args=[invoice.number])
    assert "reminder.pdf" not in anna.get(here).content.decode()
    with periods.at(periods.now() + timedelta(days=60)):
        anna = client_of(shop.owner)
        assert "reminder.pdf" in anna.get(here).content.decode()
        text = PdfReader(io.BytesIO(anna.get(here + "reminder.pdf").content)).pages[0].extract_text()
        form = form_of(anna, here + "mail/?paper=reminder", "/mail/?paper=reminder")
        anna.post(here + "mail/?paper=reminder", form.values)
        jobs.run("accounts.post")
    assert "Reminder" in text and "100.00" in text and "Reminder date" in text and "disregard" in text
    assert server.messages[0]["Subject"].startswith(f"Reminder {invoice.number}")


def test_an_order_has_a_proforma_invoice(shop):
    order = make.order(shop, (shop.lamp, 1))
    answer = client_of(shop.owner).get(reverse("sales:order_proforma", args=[order.number]))
    assert f"Proforma invoice {order.number}" in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()


def test_the_layouts_own_words_are_suggested(shop):
    nested.change(
        Layout.objects.get(), "order", by=shop.owner, mail_subject="Takk! {nummer}", mail_body="{navn}: {beløp}"
    )
    order = make.order(shop, (shop.lamp, 1))
    found = letters.suggest(order)
    assert found.subject == f"Takk! {order.number}"
    assert found.body == "Fjord Sykkel AS: 125.00"


def test_a_failed_letter_stands_on_the_home_page_until_somebody_takes_note(shop, server):
    server.answer = "554 no"
    order = make.order(shop, (shop.lamp, 1))
    letter = letters.post(order, by=shop.owner, to=["kari@fjord.example"], subject="Order", body="x")
    jobs.run("accounts.post")
    anna = client_of(shop.owner)
    home = anna.get("/").content.decode()
    assert "mail has not arrived" in home and "/settings/mail/?view=failed" in home
    shown = anna.get(f"/settings/mail/{letter.pk}/").content.decode()
    assert "554 no" in shown and reverse("sales:order", args=[order.number]) in shown
    anna.post(f"/settings/mail/{letter.pk}/seen/")
    assert "mail has not arrived" not in anna.get("/").content.decode()


def test_the_log_tells_everything_and_sends_again(shop, server, solvang):
    order = make.order(shop, (shop.lamp, 1))
    to = ["kari@fjord.example", "ola@fjord.example"]
    letter = letters.post(order, by=shop.owner, to=to, subject="Order 🚲", body="<b>hi</b>")
    jobs.run("accounts.post")
    anna = client_of(shop.owner)
    listed = anna.get("/settings/mail/").content.decode()
    assert "Order 🚲" in listed
    assert ">kari@fjord.example +1<" in listed and 'title="kari@fjord.example, ola@fjord.example"' in listed
    page = anna.get(f"/settings/mail/{letter.pk}/").content.decode()
    assert "&lt;b&gt;hi" in page and "Sent" in page
    file = letter.files.get()
    pdf = anna.get(f"/settings/mail/{letter.pk}/files/{file.pk}/")
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    anna.post(f"/settings/mail/{letter.pk}/again/")
    jobs.run("accounts.post")
    assert len(server.messages) == 2
    assert client_of(shop.vera).post(f"/settings/mail/{letter.pk}/again/").status_code == 403
    assert client_of(solvang.owner).get(f"/settings/mail/{letter.pk}/").status_code == 404


def test_an_own_server_is_set_up_tried_and_its_password_never_shown(shop):
    with MailServer(password="s3cret") as own:
        anna = client_of(shop.owner)
        data = {"has_server": "on", "host": "127.0.0.1", "port": own.port, "security": "none"}
        data |= {"from_email": "ordre@nordlys.example", "username": "nordlys", "password": "wrong", "test": "1"}
        assert "535" in anna.post("/settings/mail/sending/", data, follow=True).content.decode()
        page = anna.post("/settings/mail/sending/", data | {"password": "s3cret"}, follow=True).content.decode()
        assert "a test mail is sent to anna@nordlys.example" in page
        assert "s3cret" not in page and "s3cret" not in MailSettings.objects.get().password_sealed
        anna.post("/settings/mail/sending/", data | {"password": ""})
        assert len(own.messages) == 2
    assert client_of(shop.odd).get("/settings/mail/sending/").status_code == 403


def test_every_status_of_a_mail_is_a_badge():
    assert {each.tone for each in MailStatus} == {"info", "good", "warning", "bad"}
