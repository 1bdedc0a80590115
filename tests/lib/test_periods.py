from datetime import UTC, date, datetime

from rackbeat.lib import periods


def test_the_date_is_the_agreements_own_around_midnight():
    with periods.at(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)):
        assert periods.today("Europe/Oslo") == date(2026, 11, 24)
        assert periods.today("Atlantic/Reykjavik") == date(2026, 11, 23)


def test_the_clock_goes_on_after_the_block():
    with periods.at(datetime(2001, 1, 1, tzinfo=UTC)):
        assert periods.now().year == 2001
    assert periods.now().year > 2001
