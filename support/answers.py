"""The help's articles: what is asked most, a short answer, the steps, and links to the very screens. In the seed's words."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Way:
    """A link: words, the address's name, the right that it asks (blank: none), what stands behind the address."""

    label: Words
    name: str
    right: str = ""
    query: str = ""


@dataclass(frozen=True)
class Answer:
    """`lead`: the answer in one sentence. `pages`: addresses (as they begin) on which it is asked first."""

    key: str
    question: Words
    lead: Words
    answer: Words
    ways: tuple[Way, ...] = ()
    steps: tuple[Words, ...] = ()
    pages: tuple[str, ...] = ()


ANSWERS = (
    Answer(
        "start",
        _("How do I get started?"),
        _("A list of steps, each with its page and what to watch for."),
        _(
            "Getting started leads through the steps, with what to watch for at each. Or let a specialist do it with you: "
            "onboarding includes import of your data, set-up of Rackbeat and integrations, and training."
        ),
        (Way(_("Getting started"), "home:guide"), Way(_("Onboarding"), "support:onboarding")),
        (
            _(
                "Begin with the company settings: the inventory principle and the base currency cannot be changed later."
            ),
            _("Bring in item groups, locations, suppliers, customers and items, from a spreadsheet if you have one."),
            _("Enter the opening stock with what it cost, before you sell anything."),
            _("Look at the layout of your documents, then write the first order."),
        ),
        ("/getting-started", "/settings/imports"),
    ),
    Answer(
        "gone",
        _("My order or invoice is gone. What has happened?"),
        _("Finished documents are archived by themselves, and the list hides them."),
        _(
            "Finished orders and invoices are archived by themselves, and lists hide them by default. Set the list's filter "
            "Archived to All or Only. Remember makes that your default for the list."
        ),
        (
            Way(_("All orders, archived ones too"), "sales:orders", "sales.view", "?archived=all"),
            Way(_("All invoices, archived ones too"), "sales:invoices", "sales.view", "?archived=all"),
        ),
        (
            _("Under the search field the list says how many archived documents match, with a link that shows them."),
            _("Archived: No shows what is under way, Only the finished, All both."),
            _(
                "An order is finished when it is delivered and invoiced, or cancelled; an invoice when it is booked and sent."
            ),
            _("Press Remember to have the list open like this every time. Standard takes that back."),
            _("A finished document can be taken out of the archive by hand, in its menu More."),
        ),
        ("/sales/", "/purchasing/"),
    ),
    Answer(
        "number",
        _("How do I find my agreement number?"),
        _("It stands at the bottom left of every page."),
        _("It stands at the bottom left of every page when you are logged in. Support asks for it."),
    ),
    Answer(
        "contact",
        _("How do I reach support?"),
        _("Write here, call, or send a mail."),
        _(
            "Press Help at the top or the bubble at the bottom right and write: support answers in the same place, and by "
            "mail when you have gone. Phone, mail and opening hours stand beside it."
        ),
        (Way(_("Your conversations"), "support:conversations", "support.talk"),),
        (
            _("Have the agreement number ready; it stands at the bottom left of every page."),
            _(
                "Support sees facts about the agreement, but nothing of your trade, unless an owner lets it look in for a while."
            ),
        ),
    ),
    Answer(
        "principle",
        _("Which inventory principle do we have?"),
        _("Company settings > Accounting says it."),
        _(
            "Company settings > Accounting says it: FIFO or average cost. It cannot be changed after the agreement is created."
        ),
        (Way(_("Accounting"), "accounts:accounting", "settings.view"),),
        (
            _("FIFO: what came in first goes out first, at exactly what it cost."),
            _("Average cost: everything in stock costs the same, and each receipt moves that cost."),
        ),
        ("/inventory/", "/settings/", "/reports/"),
    ),
    Answer(
        "password",
        _("How do I get a new password?"),
        _("By mail from the page where you log in, or under your user."),
        _(
            "Click Forgot password? on the page where you log in. Logged in: Company settings > Users > your user > "
            "Change password."
        ),
        (
            Way(_("Users"), "accounts:users", "settings.view"),
            Way(_("Forgot password?"), "account_reset_password", "stranger"),
        ),
        (
            _("The mail's link works once and for one hour. Look in the junk mail when it does not come."),
            _("A new password ends your other sessions."),
        ),
        ("/settings/users", "/settings/me", "/accounts/"),
    ),
    Answer(
        "statuses",
        _("What do the statuses mean?"),
        _("Every word in the lists, with the condition behind it."),
        _("Every word in the lists, with the condition behind it."),
        (Way(_("All statuses"), "support:statuses"),),
        (),
        ("/sales/", "/purchasing/", "/inventory/"),
    ),
    Answer(
        "remember",
        _("What does Remember do?"),
        _("The list opens with this filter from now on."),
        _(
            "Remember keeps the filter, the sorting and the columns in front of you as your default for that list, in this "
            "agreement. Your colleagues' lists stay as they are."
        ),
        (Way(_("Orders"), "sales:orders", "sales.view"),),
        (
            _("A list that opens with a remembered filter says so, and Standard clears it."),
            _("A link that carries a filter of its own is shown as it is, whatever you remember."),
        ),
        ("/sales/", "/purchasing/", "/inventory/"),
    ),
    Answer(
        "terms",
        _("Why are the payment terms missing on the PDF?"),
        _("Why? on the document finds the reason and mends it."),
        _(
            "They come from the layout. Open the document: Why? runs the four checks (the customer's layout, the document's "
            "layout, when it was chosen, the block in the layout) and links to each."
        ),
        (
            Way(_("Layouts"), "layouts:layouts", "settings.view"),
            Way(_("Payment terms"), "accounts:payment_terms", "settings.view"),
        ),
        (
            _("Has the customer a layout? It stands in the section Layout on the customer's page."),
            _("Has the document one? It took the customer's when it was made; later changes do not reach it."),
            _("Choose it on the document. A booked invoice then gets a new PDF beside the old one."),
            _(
                "Does the layout show payment terms? Under Layouts, click its name or number, then the kind of document."
            ),
        ),
        ("/sales/invoices", "/sales/orders", "/settings/layouts", "/layouts"),
    ),
    Answer(
        "stock",
        _("When is my stock adjusted?"),
        _("When a shipment is sent and when a receipt is processed."),
        _("When a shipment is sent and when a receipt is processed, at no other moment. Picking alone moves nothing."),
        (
            Way(_("Shipments"), "sales:shipments", "shipments.view"),
            Way(_("Receipts"), "purchasing:receipts", "receipts.view"),
        ),
        (
            _("What is not picked when a shipment is sent goes back to the order, and can be shipped later."),
            _("The item's page shows every movement, with the document behind it and what it cost."),
        ),
        ("/inventory/", "/sales/shipments", "/purchasing/receipts"),
    ),
    Answer(
        "supplier-invoice",
        _("How do I enter a supplier's invoice?"),
        _("From the receipt or the purchase order; the goods then cost what the invoice says."),
        _(
            "Open the receipt and press Enter supplier invoice: the draft holds all that came and is not invoiced. Write the "
            "supplier's number and date, and the prices as they stand on the paper. Before you book it, its page says what "
            "changes: in stock, and in what was sold already."
        ),
        (
            Way(_("Received, not invoiced"), "purchasing:not_invoiced", "purchasing.view"),
            Way(_("Supplier invoices"), "purchasing:invoices", "purchasing.view"),
            Way(_("New supplier invoice"), "purchasing:invoice_new", "purchasing.edit"),
        ),
        (
            _("An item that is kept in stock is not typed on the invoice: add the receipt that brought it."),
            _("One invoice can be about several receipts, and one receipt can be invoiced in parts."),
            _("Booked wrongly? Reverse it: costs are as without it, and the goods can be invoiced again."),
        ),
        ("/purchasing/invoices", "/purchasing/not-invoiced", "/purchasing/orders"),
    ),
    Answer(
        "freight",
        _("How does freight become part of what goods cost?"),
        _("As a line of a supplier's invoice that is spread over the goods of its receipts."),
        _(
            "Put freight or customs as a line on the supplier's invoice and choose how it is spread over goods: by value, "
            "quantity or weight. For a carrier's own invoice make a new one and add the receipts whose goods it carried; they "
            "only bear the freight."
        ),
        (
            Way(_("New supplier invoice"), "purchasing:invoice_new", "purchasing.edit"),
            Way(_("Items"), "inventory:items", "items.view"),
        ),
        (
            _("The line needs an item of a group without stock, such as Freight."),
            _("By weight needs the weight on each item's page."),
            _("What is left of the goods takes its share into stock, what was sold takes its share along."),
        ),
        ("/purchasing/invoices", "/purchasing/receipts"),
    ),
    Answer(
        "supplier-credit",
        _("A supplier credits us. How do I enter the credit note?"),
        _("On the booked supplier invoice, on the return, or freely; its reason decides what follows."),
        _(
            "Open the supplier's invoice and press Enter credit note. Say why: the goods go back, the invoice was wrong, or it "
            "is about price, freight or only money. Then how much of each line. Before you book it, its page says what changes "
            "in quantity and value."
        ),
        (
            Way(
                _("Supplier invoices"),
                "purchasing:invoices",
                "purchasing.view",
                "?status=booked&kind=invoice&archived=all",
            ),
            Way(
                _("Suppliers' credit notes"), "purchasing:invoices", "purchasing.view", "?kind=credit_note&archived=all"
            ),
            Way(_("New supplier credit note"), "purchasing:credit_new", "purchasing.edit"),
        ),
        (
            _("Did the goods go back by a return already? Then press Enter credit note on the return."),
            _("A price that was too high: enter by how much each is cheaper. What was sold gets its share too."),
            _("Freight given back goes to the goods that bore it, in the same shares."),
            _("A bonus that has nothing to do with goods stands as a line that is not spread."),
        ),
        ("/purchasing/invoices", "/purchasing/returns", "/purchasing/suppliers"),
    ),
    Answer(
        "supplier-return",
        _("How do I send goods back to a supplier?"),
        _("From the receipt that brought them; they are out of stock when the return is booked."),
        _(
            "Open the receipt, press Return to supplier in its menu More, and write how many go back and from where. Book the "
            "return when they leave: its PDF is the delivery note that goes along."
        ),
        (
            Way(_("Receipts"), "purchasing:receipts", "receipts.view", "?archived=all"),
            Way(_("Returns to suppliers"), "purchasing:returns", "receipts.view"),
        ),
        (
            _("They leave at what they cost when they came, late prices and freight included."),
            _("The difference to what the supplier credits is a price variance, never stock value."),
            _("Once booked, the return leads to the supplier's credit note."),
            _("Did they not go after all? Reverse the return, and they are in stock again."),
        ),
        ("/purchasing/returns", "/purchasing/receipts"),
    ),
)


def for_reader(may: frozenset[str], *, is_stranger: bool, query: str = "") -> list[dict[str, Any]]:
    """The answers with the links that this reader can follow; with `query` those in which all of its words stand."""
    words = query.lower().split()
    return [shown for each in ANSWERS if _speaks(shown := _shown(each, may, is_stranger), words)]


def for_page(path: str, may: frozenset[str], *, is_stranger: bool) -> list[dict[str, Any]]:
    """The answers, those first that are asked on this page: the closer the address, the earlier."""

    def fits(each: Answer) -> int:
        return max((len(page) for page in each.pages if path.startswith(page)), default=0)

    return [_shown(each, may, is_stranger) for each in sorted(ANSWERS, key=fits, reverse=True)]


def _shown(each: Answer, may: frozenset[str], is_stranger: bool) -> dict[str, Any]:
    return {
        "key": each.key,
        "question": each.question,
        "lead": each.lead,
        "answer": each.answer,
        "steps": each.steps,
        "links": [link for way in each.ways if (link := _link(way, may, is_stranger))],
    }


def _speaks(shown: dict[str, Any], words: list[str]) -> bool:
    text = " ".join(str(part) for part in (shown["question"], shown["answer"], *shown["steps"])).lower()
    return all(word in text for word in words)


def _link(way: Way, may: frozenset[str], is_stranger: bool) -> dict[str, Any] | None:
    allowed = not way.right or way.right in may or (way.right == "stranger" and is_stranger)
    if not allowed:
        return None
    try:
        return {"label": way.label, "url": reverse(way.name) + way.query}
    except NoReverseMatch:
        return None
