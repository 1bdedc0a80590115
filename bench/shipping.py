"""B1 to B3: a shipment through the verb against the same by hand; with a short and a long past; by many at once."""

import multiprocessing
import random
import time
from functools import partial
from typing import Any

from bench import bare, company, house
from bench.load import load
from bench.measure import in_turns, ms, result

LINES = 10
DOCUMENTS = (
    "sales_shipment",
    "sales_shipmentline",
    "sales_salesorder",
    "sales_salesorderline",
    "inventory_reservation",
)


def by_verb(of: Any, user: Any, shipment: int) -> None:
    from accounts.tenancy import acting_for
    from sales import shipments
    from sales.models import Shipment

    with acting_for(of, user=user):
        shipments.ship(Shipment.objects.get(pk=shipment), by=user)


def statements(of: Any, user: Any, shipment: int) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        by_verb(of, user, shipment)
    return len(caught)


def compared(of: Any, items: list[tuple[int, int]], rounds: int) -> tuple[float, float]:
    """(verb, by hand) for shipments of these items, in seconds."""
    user = company.anna()
    ids = company.copies(of, company.picked(of, [item for item, _place in items]), 2 * rounds)
    house.tidy(*DOCUMENTS)
    with house.bare() as connection:
        ours = [lambda key=key: by_verb(of, user, key) for key in ids[::2]]
        theirs = [lambda key=key: bare.ship(connection, of.pk, key, user.pk) for key in ids[1::2]]
        return in_turns(ours, theirs)


def b1(quick: bool) -> dict[str, Any]:
    """Both principles; and whether the number of statements depends on the number of lines."""
    rounds, notes, worst, counts = (25 if quick else 100), [], 0.0, {}
    for number, principle in ((9001, "fifo"), (9002, "average")):
        of = company.agreement(number, principle, 200)
        items = company.things(of, 0, 100)
        company.supply(of, items, 100_000)
        verb, hand = compared(of, items[:LINES], rounds)
        worst = max(worst, verb / hand)
        notes.append(f"{principle} {ms(verb)} against {ms(hand)}")
        for lines in (1, 100):
            first, second = company.copies(of, company.picked(of, [item for item, _place in items[:lines]]), 2)
            by_verb(of, company.anna(), first)
            counts[principle, lines] = statements(of, company.anna(), second)
    same = all(counts[principle, 1] == counts[principle, 100] for principle in ("fifo", "average"))
    told = ", ".join(f"{counts[principle, 1]} and {counts[principle, 100]}" for principle in ("fifo", "average"))
    notes.append(f"statements for 1 and 100 lines: {told}")
    return result(worst, 2.0, "x", "; ".join(notes), statements_equal=same)


def b2(quick: bool, say: Any) -> dict[str, Any]:
    """Ten items with one earlier move each, ten with very many."""
    moves, notes, worst = (20_000 if quick else 1_000_000), [], 0.0
    for number, principle in ((9003, "fifo"), (9004, "average")):
        of = company.agreement(number + (10 if quick else 0), principle, 40)
        young, old = company.things(of, 0, LINES), company.things(of, LINES, LINES)
        if not company.has_ledger(of, old[0][0]):
            with house.bare("postgres") as connection:
                load(connection, of, old, moves, say=say)
            house.tidy()
            house.settle()
        for items in (young, old):
            company.supply(of, items, 100_000)
        user, rounds = company.anna(), (25 if quick else 100)
        sets = [company.copies(of, company.picked(of, [i for i, _p in items]), rounds) for items in (old, young)]
        house.tidy(*DOCUMENTS)
        late, early = in_turns(*([partial(by_verb, of, user, key) for key in ids] for ids in sets))
        worst = max(worst, late / early)
        notes.append(f"{principle} {ms(late)} against {ms(early)}")
    return result(worst, 1.15, "x", f"{moves:,} earlier moves against 10: " + "; ".join(notes), moves=moves)


def work(number: int, ids: list[int], seed: int, go: Any, ends: Any) -> None:
    """One worker: a process with a connection of its own."""
    import django

    django.setup()
    from accounts.models import Agreement
    from rackbeat.lib.refusal import Refusal

    of, user = Agreement.objects.get(number=number), company.anna()
    random.Random(seed).shuffle(ids)
    go.wait()
    done, broken = 0, []
    begin = time.perf_counter()
    for key in ids:
        try:
            by_verb(of, user, key)
            done += 1
        except Refusal as no:
            broken.append(f"refused: {no.message}")
        except Exception as error:
            broken.append(f"{type(error).__name__}: {getattr(error.__cause__, 'sqlstate', error)}")
    ends.put((done, broken, begin, time.perf_counter()))


def together(of: Any, ids: list[int], workers: int) -> tuple[float, list[str]]:
    """Shipments a second by so many workers, and what went wrong."""
    spawn = multiprocessing.get_context("spawn")
    go, ends = spawn.Barrier(workers), spawn.Queue()
    processes = [
        spawn.Process(target=work, args=(of.number, ids[at::workers], at, go, ends), daemon=True)
        for at in range(workers)
    ]
    for process in processes:
        process.start()
    found = [ends.get(timeout=600) for _each in processes]
    for process in processes:
        process.join()
    seconds = max(end for *_rest, end in found) - min(begin for _done, _broken, begin, _end in found)
    return sum(done for done, *_rest in found) / seconds, [each for _done, broken, *_times in found for each in broken]


def b3(quick: bool) -> dict[str, Any]:
    """Overlapping items in scrambled order, ten on each shipment, few shipments alike.

    Ten of a thousand items are what is judged: of eight shipments at once every second meets another. Ten of thirty, where
    nearly any two meet and one has to wait for the other, prove the locks: there is nothing to gain by more hands.
    """
    per_kind, kinds = (4 if quick else 20), 100
    broken: list[str] = []
    before = deadlocks()
    rates = {}
    for number, items in ((9009, 1000), (9005, 30)):
        of = company.agreement(number, "fifo", items)
        things = company.things(of, 0, items)
        company.supply(of, things, 1_000_000)
        shuffled = random.Random(3)
        for workers in (1, 8):
            ids = []
            for _kind in range(kinds if workers == 8 else kinds // 4):
                chosen = shuffled.sample([item for item, _place in things], LINES)
                ids += company.copies(of, company.picked(of, chosen), per_kind)
            shuffled.shuffle(ids)
            house.tidy(*DOCUMENTS)
            rates[items, workers], bad = together(of, ids, workers)
            broken += bad
    locked = deadlocks() - before
    wrong = proofs()
    told = [
        f"ten of {items:,} items: {rates[items, 8]:.0f} shipments/s by 8 workers, {rates[items, 1]:.0f} by one"
        for items in (1000, 30)
    ]
    note = f"{'; '.join(told)}; {locked} deadlocks, {len(broken)} not sent, "
    note += f"books {'right' if not wrong else 'WRONG: ' + wrong[0]}"
    ratio = rates[1000, 8] / rates[1000, 1]
    return result(ratio, 1.6, "x", note, deadlocks=locked, failed=len(broken), books_right=not wrong)


def deadlocks() -> int:
    with house.bare("postgres") as connection:
        connection.execute("SELECT pg_stat_force_next_flush()")
        return connection.execute(
            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        ).fetchone()[0]


def proofs() -> list[str]:
    """What check_books finds, over all agreements."""
    from django.db import connection

    from rackbeat import roles
    from rackbeat.lib import books

    with roles.acting_as(connection, "owner"):
        return [f"{found.invariant.code} {found.example}" for found in books.broken()]
