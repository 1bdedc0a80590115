"""Contacts and own addresses from a spreadsheet."""

import pytest

from accounts.models import OwnAddress
from sales.models import Customer
from tests.accounts.imported import done, figures, reasons, undone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_of_our_own(settings, tmp_path):
    """What earlier runs left lying is not counted."""
    options = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": options}


PEOPLE = (
    "Kundenr;Navn;Stilling;E-post;Får på e-post;Som\n"
    "10001;Kari Nes;Innkjøp;kari@fjord.example;Faktura, Påminnelse;Kopi\n"
    "10001;Ola Lie;;;;\n"
)


def test_contacts_come_with_the_papers_they_get(nordlys):
    with nordlys.open() as world:
        run = done(world, "customer-contacts", PEOPLE)
        assert figures(run) == ("done", 2, 0, 0, 0), reasons(run)
        kari = world.shop.contacts.get(name="Kari Nes")
        assert (kari.role, kari.email, kari.receives, kari.place) == (
            "Innkjøp",
            "kari@fjord.example",
            ["invoice", "reminder"],
            "cc",
        )
        assert figures(done(world, "customer-contacts", PEOPLE)) == ("done", 0, 0, 2, 0)
        changed = done(world, "customer-contacts", PEOPLE.replace("Innkjøp", "Daglig leder"))
        assert figures(changed) == ("done", 0, 1, 1, 0)
        undone(world, changed)
        assert world.shop.contacts.get(name="Kari Nes").role == "Innkjøp"
        assert undone(world, run).status == "undone"
        assert not world.shop.contacts.exists()


def test_a_contact_of_nobody_or_without_an_address_for_its_papers_is_refused(nordlys):
    with nordlys.open() as world:
        text = (
            "Leverandørnr;Navn;E-post;Får på e-post\n20001;Jon;;Bestilling\n29999;Siv;;\n20001;Liv;liv@x.example;Avis\n"
        )
        assert reasons(done(world, "supplier-contacts", text)) == {
            2: ["Whoever gets papers by mail needs an e-mail address."],
            3: ["No supplier has the number 29999. Import suppliers first."],
            4: ["“Avis” is not known here."],
        }


def test_own_addresses_are_known_again_by_name(nordlys):
    with nordlys.open() as world:
        text = "Navn;Adresse;Postnr;Poststed;Land\nLager Øst;Kaia 3;0150;Oslo;Norge\n"
        run = done(world, "addresses", text)
        assert figures(run) == ("done", 1, 0, 0, 0), reasons(run)
        assert OwnAddress.objects.get(name="Lager Øst").country == "NO"
        assert figures(done(world, "addresses", text.replace("Kaia 3", "Kaia 5"))) == ("done", 0, 1, 0, 0)


def test_payment_terms_are_known_by_their_days_too(nordlys):
    text = "Kundenr;Kundenavn;Betalingsfrist\n101;A;2\n102;B;30\n103;C;30 dager\n104;D;Net 14 days\n105;E;15\n"
    with nordlys.open() as world:
        run = done(world, "customers", text, keeps_good=True)
        said = dict(Customer.objects.filter(number__lt=200).values_list("number", "payment_terms__name"))
        assert said == {101: "Net 30 days", 102: "Net 30 days", 103: "Net 30 days", 104: "Net 14 days"}
        assert reasons(run) == {6: ["No payment terms are called 15."]}
