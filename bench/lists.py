"""B4 and B7: lists and the search box over very many documents, with row-level security on."""

from collections.abc import Callable
from functools import cache
from statistics import median
from typing import Any

from bench import company, house
from bench.documents import documents
from bench.measure import ms, result, timed

ROUNDS = 15
PAGE = 50
FROM, TO = "2022-01-01", "2024-12-31"
# (what, the address of the list, the same rows by hand)
OPENED = (
    ("all, newest first", "archived=all&sort=-number", "true"),
    (
        "confirmed, of three years",
        f"archived=all&status=confirmed&ordered_on={FROM}..{TO}&sort=-number",
        f"status = 'confirmed' AND ordered_on BETWEEN '{FROM}' AND '{TO}'",
    ),
    (
        "active, to invoice",
        "view=to-invoice&sort=-number",
        "NOT archived AND delivery = 'full' AND invoicing <> 'full'",
    ),
)
SEARCHED = ("sykkel", "vidde sport", "1{half}", "po-3f2", "zzzq", "nordmann", "thing 77")
COLUMNS = """id, number, ordered_on, party_name, their_reference, wanted_on, amount_net, status, delivery, invoicing, archived,
  postcode, city, currency, heading, our_reference"""


def listed(of: Any, query: str) -> Any:
    """The list of orders as its template gets it: the rows of the page and all counts."""
    from accounts.permissions import ALL
    from rackbeat.lib.lists.show import Shown
    from sales.views.orders import OrderList

    page = OrderList()
    page.setup(asked(of, query, ALL))
    shown = Shown(page)
    return page, shown, list(shown.slice.rows)


@cache
def reader() -> Any:
    """Who asks; read once, as a session would have."""
    return company.anna()


def asked(of: Any, query: str, may: frozenset[str]) -> Any:
    from django.test import RequestFactory

    request: Any = RequestFactory().get(f"/sales/orders/?{query}")
    request.agreement, request.user, request.may, request.htmx = of, reader(), may, None
    return request


def by_hand(cursor: Any, of: Any, where: str) -> None:
    """The same rows and the same five counts, straight in SQL: page, found, and what stands behind the tabs."""
    mine = f"FROM sales_salesorder WHERE agreement_id = {of.pk} AND"
    cursor.execute(f"SELECT {COLUMNS} {mine} {where} ORDER BY number DESC LIMIT {PAGE + 1}").fetchall()
    tabs = (
        "NOT archived",
        "NOT archived AND status = 'confirmed' AND delivery IN ('none', 'ready', 'partly')",
        "NOT archived AND delivery IN ('partly', 'full') AND invoicing <> 'full' AND status <> 'draft'",
        "NOT archived AND status = 'confirmed' AND wanted_on < current_date AND delivery <> 'full'",
    )
    counts = [f"(SELECT count(*) FROM (SELECT {mine} {each} LIMIT 10001) AS x)" for each in (where, *tabs)]
    cursor.execute("SELECT " + ", ".join(counts)).fetchone()


def in_scope(of: Any, work: Callable[[], Any]) -> float:
    from accounts.tenancy import acting_for

    with acting_for(of):
        work()
        return median(timed(work) for _each in range(ROUNDS))


def statements_of_the_page(of: Any) -> tuple[int, float]:
    """How many statements the whole page takes, session and rights included, and how long it takes."""
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    call_command("collectstatic", verbosity=0, interactive=False)
    client = Client(HTTP_HOST="localhost")
    client.force_login(company.anna())
    session = client.session
    session["agreement"] = of.pk
    session.save()
    address = "/sales/orders/?archived=all&sort=-number"
    client.get(address, secure=True)
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address, secure=True)
    if answer.status_code != 200:
        raise SystemExit(f"The list answers {answer.status_code}.")
    asked = [
        each["sql"]
        for each in caught.captured_queries
        if each["sql"] and each["sql"].lstrip("(").startswith(("SELECT", "WITH"))
    ]
    return len(asked), median(timed(lambda: client.get(address, secure=True)) for _each in range(ROUNDS))


def b4(quick: bool, say: Any) -> dict[str, Any]:
    """First page and counts against the same by hand; page 1,000 against page 1."""
    count = 50_000 if quick else 1_000_000
    of = documents(count, say)
    notes, worst = [], 0.0
    with house.bare() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.agreement', %s, false)", [str(of.pk)])
        for what, query, where in OPENED:
            ours = in_scope(of, lambda query=query: listed(of, query))
            by_hand(cursor, of, where)
            theirs = median(timed(lambda where=where: by_hand(cursor, of, where)) for _each in range(ROUNDS))
            worst = max(worst, ours / theirs)
            notes.append(f"{what} {ms(ours)} against {ms(theirs)}")
    far = far_page(of, 1000 if count >= 1_000_000 else 500)
    asked_for, whole = statements_of_the_page(of)
    first = in_scope(of, lambda: listed(of, OPENED[0][1]))
    late = in_scope(of, lambda: listed(of, far))
    notes.append(f"page 1 {ms(first)}, page 1,000 {ms(late)}; whole page {ms(whole)}, {asked_for} statements")
    return result(worst, 3.0, "x", f"{count:,} orders: " + "; ".join(notes), statements=asked_for, far=late / first)


def far_page(of: Any, number: int) -> str:
    """The address of a page that nobody reaches by hand."""
    from accounts.tenancy import acting_for
    from rackbeat.lib.lists import paging
    from sales.models import SalesOrder

    with acting_for(of):
        top = SalesOrder.objects.order_by("-number").values_list("number", flat=True)[0]
        row = SalesOrder.objects.get(number=top - PAGE * (number - 1) + 1)
    mark = paging.write("-number", [row.number, row.pk], PAGE * (number - 1))
    return f"archived=all&sort=-number&after={mark}"


def b7(quick: bool, say: Any) -> dict[str, Any]:
    """The slowest of several searches: rare, frequent, in the middle of a word, two words, a number, nothing."""
    count = 50_000 if quick else 1_000_000
    of = documents(count, say)
    times = {
        word: in_scope(of, lambda word=word: listed(of, f"archived=all&q={word.replace(' ', '+')}")[2])
        for word in (each.format(half=f"{count // 2:06}") for each in SEARCHED)
    }
    slowest = max(times, key=lambda word: times[word])
    told = ", ".join(f"{word} {ms(seconds)}" for word, seconds in times.items())
    return result(times[slowest] * 1000, 100.0, "ms", f"{count:,} orders: {told}", slowest=slowest)
