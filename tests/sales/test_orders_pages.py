"""The order at its desk: begun, written line by line, changed, archived, thrown away."""

from decimal import Decimal

import pytest

from sales.models import SalesOrder
from tests import kept, make
from tests.sales.pages import follow, send, words


@kept.scene()
def order(world):
    make.received(world, world.lamp, 10, "25.00")
    return make.order(world, (world.lamp, 4), (world.hours, 2), confirmed=False)


def lines(world, order):
    with world.open():
        return list(SalesOrder.objects.get(pk=order.pk).lines.select_related("item"))


def test_an_order_is_begun_for_a_customer_by_number_or_name(anna, nordlys):
    assert anna.get("/sales/orders/new/").status_code == 200
    for typed in ("10001", "10001 Fjord Sykkel AS", "fjord sykkel"):
        page = follow(anna, "/sales/orders/new/", {"party": typed})
        assert "10001 Fjord Sykkel AS" in words(page)


def test_a_customer_that_is_not_there_is_said_and_what_was_typed_stays(anna):
    response = send(anna, "/sales/orders/new/", {"party": "Nobody & Sons"})
    assert response.status_code == 422
    assert "Nothing has the number or name “Nobody & Sons”." in words(response)
    assert 'value="Nobody &amp; Sons"' in response.content.decode()


def test_the_page_shows_facts_lines_totals_and_margin(anna, order):
    said = words(anna.get(f"/sales/orders/{order.number}/"))
    for piece in ("Order 1001", "Draft", "Not shipped", "Lamp", "100.00", "1,600.00", "VAT 25%", "Contribution margin"):
        assert piece in said


def test_a_line_is_added_with_what_the_item_usually_costs(anna, nordlys, order):
    page = follow(anna, f"/sales/orders/{order.number}/lines/", {"item": "3001", "quantity": "2,5"})
    assert "New line" in page.content.decode()
    added = lines(nordlys, order)[-1]
    assert (added.quantity, added.price, added.text, added.amount_net) == (
        Decimal("2.5"),
        Decimal("12.50"),
        "Cable",
        Decimal("31.25"),
    )


def test_a_line_is_changed_in_its_row_and_the_next_one_opens(anna, nordlys, order):
    first, second = lines(nordlys, order)
    page = anna.get(f"/sales/orders/{order.number}/?line={first.pk}")
    assert f'id="row-{first.pk}"' in page.content.decode()
    url = f"/sales/orders/{order.number}/lines/{first.pk}/"
    response = send(
        anna,
        url,
        {
            "item": "2040",
            "shown": "2040",
            "text": "Lamp, red",
            "quantity": "6",
            "price": "90",
            "discount_percent": "10 %",
        },
    )
    assert response["Location"].startswith(f"/sales/orders/{order.number}/?line={second.pk}")
    first = lines(nordlys, order)[0]
    assert (first.text, first.amount_net) == ("Lamp, red", Decimal("486.00"))


@pytest.mark.parametrize("field", ["quantity", "price", "discount_percent"])
@pytest.mark.parametrize(
    "typed", ["NaN", "1e9", "Infinity", "9" * 30, "-", "twelve", "0,0000001", "\u0661\u0662", "1" * 500, "--1", "1.2.3"]
)
def test_a_number_that_makes_no_sense_keeps_the_row_open_with_what_was_typed(anna, nordlys, order, field, typed):
    first = lines(nordlys, order)[0]
    typed_in = {"item": "2040", "shown": "2040", "text": "Lamp", "quantity": "1", "price": "1", field: typed}
    response = send(anna, f"/sales/orders/{order.number}/lines/{first.pk}/", typed_in)
    assert response.status_code == 422
    assert f'value="{typed}"' in response.content.decode()
    assert lines(nordlys, order)[0].quantity == 4


def test_more_than_a_document_holds_is_refused(anna, nordlys, order):
    for number in ("999999999", "999999999.999999"):
        response = send(
            anna, f"/sales/orders/{order.number}/lines/", {"item": "2040", "quantity": number, "price": number}
        )
        assert response.status_code == 422
        assert "more than a document can hold" in words(response)


def test_an_item_that_is_not_there_is_said_in_the_row(anna, order):
    response = send(anna, f"/sales/orders/{order.number}/lines/", {"item": "no such thing", "quantity": "3"})
    assert response.status_code == 422
    assert "Nothing has the number or name" in words(response)
    assert 'value="no such thing"' in response.content.decode()


def test_lines_change_places_and_are_taken_out_once(anna, nordlys, order):
    first, second = lines(nordlys, order)
    follow(anna, f"/sales/orders/{order.number}/lines/{first.pk}/down/")
    assert [line.pk for line in lines(nordlys, order)] == [second.pk, first.pk]
    for _twice in range(2):
        follow(anna, f"/sales/orders/{order.number}/lines/{first.pk}/remove/")
    assert [line.pk for line in lines(nordlys, order)] == [second.pk]


def test_a_line_of_words_alone_can_be_written(anna, nordlys, order):
    follow(anna, f"/sales/orders/{order.number}/lines/", {"kind": "text", "text": "Delivered with care"})
    assert lines(nordlys, order)[-1].item_id is None
    assert "Delivered with care" in words(anna.get(f"/sales/orders/{order.number}/"))


def test_two_who_change_the_same_line_are_told(anna, nordlys, order):
    first = lines(nordlys, order)[0]
    url = f"/sales/orders/{order.number}/lines/{first.pk}/"
    was = (
        anna.get(f"/sales/orders/{order.number}/?line={first.pk}").content.decode().split('name="was" value="')[1][:16]
    )
    typed = {"item": "2040", "shown": "2040", "text": "Lamp", "quantity": "5", "price": "100", "was": was}
    assert send(anna, url, typed).status_code == 302
    response = send(anna, url, {**typed, "quantity": "7"})
    assert response.status_code == 422
    assert "Somebody else changed this line" in words(response)
    assert 'value="7"' in response.content.decode()


def test_the_header_is_changed_and_a_colleagues_change_is_not_lost(anna, nordlys, order):
    url = f"/sales/orders/{order.number}/edit/"
    assert anna.get(url).status_code == 200
    facts = {"ordered_on": "2026-11-20", "their_reference": "Kari", "party_name": "Fjord Sykkel AS"}
    version = SalesOrderVersion(nordlys, order)
    assert send(anna, url, {**facts, "version": version}).status_code == 302
    response = send(anna, url, {**facts, "their_reference": "Ola", "version": version})
    assert response.status_code == 422
    said = words(response)
    assert "Somebody else changed this meanwhile" in said and "Stands there now: Kari" in said
    assert 'value="Ola"' in response.content.decode()


def SalesOrderVersion(world, order):
    with world.open():
        return SalesOrder.objects.get(pk=order.pk).version


@pytest.mark.parametrize("typed", ["31.02.2026", "0001-01-01", "9999-12-31", "yesterday", "2026-13-01"])
def test_a_day_that_makes_no_sense_is_refused(anna, order, typed):
    response = send(anna, f"/sales/orders/{order.number}/edit/", {"ordered_on": typed, "party_name": "Fjord"})
    assert response.status_code == 422
    assert "Enter a date" in words(response)


def test_archiving_by_hand_can_be_taken_back(anna, order):
    page = follow(anna, f"/sales/orders/{order.number}/archive/")
    assert "is archived" in words(page) and 'form="undo"' in page.content.decode()
    follow(anna, f"/sales/orders/{order.number}/unarchive/")


def test_a_note_stands_in_the_history(anna, order):
    page = follow(anna, f"/sales/orders/{order.number}/note/", {"note": "Ask Kari <b>first</b>"})
    assert "Ask Kari <b>first</b>" in words(page)


def test_a_draft_is_deleted_after_a_question(anna, nordlys, order):
    assert "Delete order 1001" in words(anna.get(f"/sales/orders/{order.number}/delete/"))
    send(anna, f"/sales/orders/{order.number}/delete/")
    assert anna.get(f"/sales/orders/{order.number}/").status_code == 404


def test_a_reader_sees_and_changes_nothing(vera, order):
    page = vera.get(f"/sales/orders/{order.number}/")
    assert page.status_code == 200
    assert "data-open" not in page.content.decode()
    assert send(vera, f"/sales/orders/{order.number}/lines/", {"item": "2040"}).status_code == 403


def test_a_stranger_gets_404_and_the_warehouse_403(carla, bo, order):
    for url in ("", "edit/", "lines/", "note/", "delete/"):
        assert carla.get(f"/sales/orders/{order.number}/{url}").status_code == 404
        assert bo.get(f"/sales/orders/{order.number}/{url}").status_code == 403


@pytest.mark.parametrize("number", ["0", "99999999999999999999999", "7"])
def test_an_order_that_is_not_there(anna, number):
    assert anna.get(f"/sales/orders/{number}/").status_code == 404
