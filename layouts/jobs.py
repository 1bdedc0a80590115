"""What layouts leaves to the worker: keeping the paper of a document that was just made final."""

from django.apps import apps
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from accounts.tenancy import acting_for


@app.task(name="layouts.keep_paper", retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def keep_paper(*, agreement: int, document_kind: str, document: int) -> None:
    """Safe to run twice: the paper that is there stays."""
    from layouts import stored

    with acting_for(agreement):
        found = apps.get_model(document_kind).objects.filter(pk=document).first()
        if found is not None and found.is_final:
            stored.keep(found)
