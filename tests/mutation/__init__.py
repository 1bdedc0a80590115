"""A house where one lock, one check or one rounding is switched off: the tests that guard it must notice. No tests here."""
