from django.utils import translation

from rackbeat.lib import countries


def test_a_country_is_named_in_the_readers_language():
    with translation.override("nb"):
        assert (countries.name("SE"), countries.name("DE")) == ("Sverige", "Tyskland")
    with translation.override("da"):
        assert countries.name("NO") == "Norge"
    assert countries.name("??") == "??"


def test_neighbours_are_offered_first():
    with translation.override("nb"):
        assert [code for code, _name in countries.choices()[:4]] == ["", "NO", "DK", "SE"]
