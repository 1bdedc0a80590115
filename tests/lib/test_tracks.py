from sales.models import Quote, SalesInvoice, SalesOrder, Shipment


def test_a_status_knows_its_word_mark_tone_and_meaning():
    status = SalesOrder.Delivery("partly")
    assert (status.mark, status.tone, str(status.label)) == ("half", "warning", "Partly shipped")
    assert str(status.meaning) == "A part of the order has been sent."
    assert SalesOrder.Status("confirmed") == SalesOrder.Status.CONFIRMED == "confirmed"


def test_stored_values_of_the_seeds_two_kinds_of_sent_stay_distinct():
    assert {str(SalesOrder.Status.CONFIRMED.label), str(Shipment.Status.SHIPPED.label)} == {"Sent"}
    assert SalesOrder.Status.CONFIRMED.value != Shipment.Status.SHIPPED.value
    assert (Quote.Status.SENT.mark, SalesInvoice.Status.BOOKED.mark) == ("half", "done")
