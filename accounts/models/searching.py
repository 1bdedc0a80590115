"""What the search looks through: one row of words for each document, item and party. Written by triggers only."""

from django.db import models


class SearchEntry(models.Model):
    """No row-level security and no rights for the web's role: `accounts/search.py` has the one door to it.

    LIKE cannot use an index under row-level security, so the door compares the agreement itself. `words` is lower case,
    without punctuation, with a space before every word.
    """

    pk = models.CompositePrimaryKey("owner", "kind", "row")
    owner = models.BigIntegerField(db_column="agreement_id")
    kind = models.CharField(max_length=60)
    row = models.BigIntegerField()
    number = models.CharField(max_length=60)
    words = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["owner", "number"], name="search_number")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
