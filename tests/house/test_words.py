"""The words of the Norwegian help article are the words on the screen, and no string is left in English or half said."""

import re
from collections import Counter
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.test import override_settings
from django.utils.translation import gettext, ngettext, npgettext, override, pgettext

from home.navigation import SECTIONS
from rackbeat.lib.tracks import Track
from rackbeat.translations import compile_newer

# Word by word from the help article; of purchase orders and receipts it says nothing, so those follow its manner.
BADGES = {
    "sales.Quote.Status": ["Utkast", "Sendt", "Akseptert", "Avvist"],
    "sales.SalesOrder.Status": ["Utkast", "Sendt", "Annullert"],
    "sales.SalesOrder.Delivery": ["Ikke sendt", "Klar for levering", "Delvis sendt", "Levert"],
    "sales.SalesOrder.Invoicing": ["Ikke fakturert", "Klar til fakturering", "Delvis fakturert", "Fakturert"],
    "sales.Shipment.Status": ["Ikke sendt", "Sendt"],
    "sales.Shipment.Picking": ["Ikke plukket", "Delvis plukket", "Plukket"],
    "sales.SalesInvoice.Status": ["Utkast", "Bokført"],
    "sales.SalesInvoice.Delivery": ["Ikke sendt", "Klar til levering", "Delvis sendt", "Sendt"],
    "purchasing.PurchaseOrder.Status": ["Utkast", "Sendt", "Annullert"],
    "purchasing.PurchaseOrder.Receiving": ["Ikke mottatt", "Klar for mottak", "Delvis mottatt", "Mottatt"],
    "purchasing.PurchaseOrder.Invoicing": ["Ikke fakturert", "Delvis fakturert", "Fakturert"],
    "purchasing.GoodsReceipt.Status": ["Ikke mottatt", "Mottatt"],
    "purchasing.SupplierInvoice.Status": ["Utkast", "Bokført", "Tilbakeført"],
    "purchasing.SupplierReturn.Status": ["Utkast", "Returnert", "Tilbakeført"],
    "accounts.Import.Status": [
        *("Ikke startet", "Pågår", "Importert", "Ingenting importert", "Stoppet", "Angres", "Angret"),
    ],
    "accounts.Mail.Status": ["I kø", "Sendt", "Delvis sendt", "Mislyktes"],
    "inventory.Adjustment.Status": ["Utkast", "Bokført"],
    "inventory.Transfer.Status": ["Utkast", "Bokført"],
    "inventory.Transfer.Receiving": ["Ikke mottatt", "Delvis mottatt", "Mottatt"],
    "inventory.StockCount.Status": ["Åpen", "Bokført"],
    "inventory.StockCount.Counting": ["Ikke talt", "Delvis talt", "Talt"],
}
DANISH_BADGES = {
    "sales.Quote.Status": ["Kladde", "Sendt", "Accepteret", "Afvist"],
    "sales.SalesOrder.Status": ["Kladde", "Sendt", "Annulleret"],
    "sales.SalesOrder.Delivery": ["Ikke sendt", "Klar til levering", "Delvist sendt", "Leveret"],
    "sales.SalesOrder.Invoicing": ["Ikke faktureret", "Klar til fakturering", "Delvist faktureret", "Faktureret"],
    "sales.Shipment.Status": ["Ikke sendt", "Sendt"],
    "sales.Shipment.Picking": ["Ikke plukket", "Delvist plukket", "Plukket"],
    "sales.SalesInvoice.Status": ["Kladde", "Bogført"],
    "sales.SalesInvoice.Delivery": ["Ikke sendt", "Klar til levering", "Delvist sendt", "Sendt"],
    "purchasing.PurchaseOrder.Status": ["Kladde", "Sendt", "Annulleret"],
    "purchasing.PurchaseOrder.Receiving": ["Ikke modtaget", "Klar til modtagelse", "Delvist modtaget", "Modtaget"],
    "purchasing.PurchaseOrder.Invoicing": ["Ikke faktureret", "Delvist faktureret", "Faktureret"],
    "purchasing.GoodsReceipt.Status": ["Ikke modtaget", "Modtaget"],
    "purchasing.SupplierInvoice.Status": ["Kladde", "Bogført", "Tilbageført"],
    "purchasing.SupplierReturn.Status": ["Kladde", "Returneret", "Tilbageført"],
    "accounts.Import.Status": [
        *("Ikke startet", "I gang", "Importeret", "Intet importeret", "Stoppet", "Fortrydes", "Fortrudt"),
    ],
    "accounts.Mail.Status": ["I kø", "Sendt", "Delvist sendt", "Mislykkedes"],
    "inventory.Adjustment.Status": ["Kladde", "Bogført"],
    "inventory.Transfer.Status": ["Kladde", "Bogført"],
    "inventory.Transfer.Receiving": ["Ikke modtaget", "Delvist modtaget", "Modtaget"],
    "inventory.StockCount.Status": ["Åben", "Bogført"],
    "inventory.StockCount.Counting": ["Ikke talt", "Delvist talt", "Talt"],
}
# The names over the badges, on the page of statuses.
DOCUMENTS = {
    "Tilbud": [""],
    "Ordre": ["Ordrestatus", "Leveringsstatus", "Fakturert"],
    "Forsendelse": ["Sendt", "Plukket"],
    "Faktura": ["Fakturastatus", "Levert"],
    "Bestilling": ["Status", "Mottak", "Fakturert"],
    "Mottakelse": [""],
    "Leverandørfaktura": [""],
    "Retur til leverandør": [""],
    "Regulering": [""],
    "Flytting": ["Status", "Mottak"],
    "Varetelling": ["Status", "Talt"],
    "E-post": [""],
    "Import": [""],
}
MENU = {
    "Hjem": ["Hjem"],
    "Varer": ["Varer", "Varegrupper", "Enheter", "Lokasjoner", "Reguleringer", "Flyttinger", "Varetelling"],
    "Innkjøp": ["Bestillinger", "Mottakelser", "Leverandørfakturaer", "Returer", "Leverandører"],
    "Salg": ["Tilbud", "Ordre", "Forsendelser", "Fakturaer", "Kunder"],
    "Rapporter": [
        *("Alle rapporter", "Lagerverdi", "Varekort", "Lagerposteringer", "Omløpshastighet"),
        *("Lite omsatte varer", "Advarsler", "Mottatt, ikke fakturert", "Salg"),
    ],
    "Firmainnstillinger": [
        "Oversikt",
        *("Informasjon", "Regnskap", "Nummer", "Adresser", "Bank", "Standarder", "Avansert"),
        *("Valuta", "Betalingsbetingelser", "Leveringsbetingelser", "Årsaker", "Layouts"),
        *("Brukere", "Medarbeidere", "Tilgang for support"),
        *("E-postlogg", "E-postinnstillinger", "Historikk", "Import", "Avstemming", "Data"),
    ],
}
PLACES = {
    "Remember": "Husk",
    "Archived": "Arkivert",
    "only": "kun",
    "all": "alle",
    "Help": "Hjelp",
    "Agreement number": "Avtalenummer",
    "Forgot password?": "Glemt passord?",
    "Change password": "Bytt passord",
    "Inventory principle": "Lagerprinsipp",
    "FIFO": "FIFO",
    "Average cost": "Gjennomsnittlig kostpris",
    "Payment terms": "Betalingsbetingelser",
    "Layout": "Layout",
}
PAPER = {
    "Invoice": "Faktura",
    "Order confirmation": "Ordrebekreftelse",
    "Delivery note": "Følgeseddel",
    "Picking list": "Plukkliste",
    "Credit note": "Kreditnota",
    "To pay, %(currency)s": "Å betale, %(currency)s",
    "Due": "Forfaller",
}
PLACE = re.compile(r"%\(\w+\)[a-z]|%[sdr%]|\{\w*\}")
TAG = re.compile(r"<[^>]*>")
FULL_STOP = re.compile(r"[^.]\.$")
LANGUAGES = ["nb", "da"]


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(Path(settings.LOCALE_PATHS[0], language, "LC_MESSAGES/django.po")))


def texts(entry: polib.POEntry) -> list[str]:
    return [entry.msgstr_plural[n] for n in sorted(entry.msgstr_plural)] if entry.msgid_plural else [entry.msgstr]


def said(entry: polib.POEntry) -> list[str]:
    """What the site says for this entry in the language that is on."""
    if not entry.msgid_plural:
        return [pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else gettext(entry.msgid)]
    forms = entry.msgid, entry.msgid_plural
    return [npgettext(entry.msgctxt, *forms, n) if entry.msgctxt else ngettext(*forms, n) for n in (1, 2)]


@pytest.fixture(autouse=True)
def compiled():
    compile_newer(settings.LOCALE_PATHS)
    with override_settings(LOCALE_PATHS=settings.LOCALE_PATHS):  # forgets what was read before it was compiled
        yield


def labels(name: str) -> list[str]:
    app, model, track = name.split(".")
    return [str(member.label) for member in getattr(apps.get_model(app, model), track)]


@pytest.mark.parametrize("name", BADGES)
def test_badges_say_the_words_of_the_help_article(name):
    with override("nb"):
        assert labels(name) == BADGES[name]


@pytest.mark.parametrize("name", DANISH_BADGES)
def test_badges_say_the_same_in_danish(name):
    with override("da"):
        assert labels(name) == DANISH_BADGES[name]


def test_no_badge_is_left_out_here():
    tracks = {
        f"{model._meta.label}.{name}"
        for model in apps.get_models()
        for name, kind in vars(model).items()
        if isinstance(kind, type) and issubclass(kind, Track)
    }
    assert set(BADGES) == set(DANISH_BADGES) == tracks


def test_the_page_of_statuses_names_documents_and_tracks_as_the_help_article_does():
    with override("nb"):
        assert {str(of): [str(name) for _, name in tracks] for of, tracks in settings.STATUSES} == DOCUMENTS


def test_the_menu_says_its_words_in_norwegian():
    with override("nb"):
        found = {str(section.label): [str(page.label) for page in section.pages] for section in SECTIONS}
    assert found == MENU


@pytest.mark.parametrize(("source", "word"), [*PLACES.items(), *PAPER.items()])
def test_what_the_help_article_names_is_called_that(source, word):
    with override("nb"):
        assert gettext(source) == word


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_untranslated_or_unsure(language):
    book = catalogue(language)
    assert [entry.msgid for entry in (*book.untranslated_entries(), *book.fuzzy_entries())] == []
    assert [entry.msgid for entry in book.obsolete_entries()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_header_knows_the_plural_and_no_names_or_hours(language):
    facts = catalogue(language).metadata
    assert (facts["Language"], facts["Plural-Forms"]) == (language, "nplurals=2; plural=(n != 1);")
    assert facts.keys() & {"POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team"} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_and_tags_have_their_places(language):
    for entry in catalogue(language):
        for at, text in enumerate(texts(entry)):
            wholes = [entry.msgid, entry.msgid_plural or entry.msgid]  # a singular may leave its number out
            allowed = [Counter(PLACE.findall(whole)) for whole in wholes[min(at, 1) :] + wholes[:1] * (not at)]
            assert Counter(PLACE.findall(text)) in allowed, entry.msgid
            assert sorted(TAG.findall(text)) == sorted(TAG.findall(wholes[min(at, 1)])), entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_ends_as_a_sentence(language):
    for entry in catalogue(language):
        if FULL_STOP.search(entry.msgid) and len(entry.msgid.split()) > 2:
            assert [text for text in texts(entry) if not text.endswith(".")] == [], entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_words_win_over_those_of_the_packages(language):
    with override(language):
        for entry in catalogue(language):
            assert said(entry) == texts(entry), entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_begins_and_ends_with_the_space_of_its_source(language):
    for entry in catalogue(language):
        for text in texts(entry):
            ends = [(whole[:1].isspace(), whole[-1:].isspace()) for whole in (entry.msgid, text)]
            assert ends[0] == ends[1], entry.msgid


def test_no_words_hide_in_a_formatted_string():
    """What extracts the sources does not look into f"{…}": words there would stay English for ever."""
    calls = re.compile(r"""f["'][^"'\n]*\{[^}\n]*\b(_|n?p?gettext(_lazy)?)\(["']""")
    rooms = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]
    sources = [file for room in [*rooms, settings.BASE_DIR / "rackbeat"] for file in room.rglob("*.py")]
    found = [f"{file.name}: {hit.group()}" for file in sources for hit in calls.finditer(file.read_text())]
    assert sources
    assert found == []
