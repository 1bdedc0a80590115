"""Any verb of a document as a page: asked first where it should be, done once, refused in a sentence. Rules stay in the verbs."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.db import DataError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.once import once
from accounts.permissions import View, allow
from layouts.views.facts import Question
from rackbeat.lib.refusal import Refusal

Words = str | Promise
TOO_LARGE = gettext_lazy("A number in it is larger than we can keep.")


class Verbs:
    """The part of a desk that turns verbs into views. `Desk` adds the pages."""

    if TYPE_CHECKING:
        works: ClassVar[Any]
        find: ClassVar[Any]
        url: ClassVar[Any]
        page: ClassVar[Any]
        key_of: ClassVar[Any]

    def verb(
        self,
        do: Callable[..., Any],
        *,
        done: Words = "",
        to: Callable[[Any], str] | None = None,
        right: str = "",
        ask: Callable[[Any], Question] | None = None,
        form: type[Any] | None = None,
    ) -> View:
        """A view of a verb: POST does `do(document, by=…)`, says `done` and goes to what came of it (`to`).

        `ask`: GET asks first. `form`: what the verb wants to know beside; its cleaned data go along.
        """

        def view(request: Any, key: Any) -> HttpResponse:
            document = self.find(key)
            given = form(request.POST if request.method == "POST" else None, row=document) if form else None
            if request.method != "POST":
                asked = ask(document) if ask else None
                return self.ask(request, document, asked, given) if asked else HttpResponseRedirect(self.url(document))
            if given is not None and not given.is_valid():
                return self.wrong(request, document, given, ask)
            try:
                result = do(document, by=request.user, **(given.cleaned_data if given else {}))
            except Refusal as no:
                if given is not None and no.field in given.fields:
                    given.add_error(no.field, str(no.message))
                    return self.wrong(request, document, given, ask)
                return self.refuse(request, document, no.message)
            except DataError:
                return self.refuse(request, document, TOO_LARGE)
            if done:
                numbers = {"number": result.number or "", "draft": getattr(result, "draft_number", "")}
                messages.success(request, str(done) % numbers)
            return HttpResponseRedirect(to(result) if to else self.url(result))

        return allow(right or self.works)(once(view))

    def refuse(self, request: Any, document: Any, why: Words) -> HttpResponse:
        """The document's page with the sentence above its lines."""
        return self.page(request, self.find(self.key_of(document)), refusal=why, status=422)

    def wrong(self, request: Any, document: Any, form: Any, ask: Any) -> HttpResponse:
        """The question again, with what is wrong; or the page, where nothing was asked."""
        if ask is not None:
            return self.ask(request, document, ask(document), form, status=422)
        return self.refuse(request, document, next(iter(form.errors.values()))[0])

    def ask(self, request: Any, document: Any, question: Question, form: Any = None, status: int = 200) -> HttpResponse:
        context = {"question": question, "form": form, "heading": question.heading, "back": self.url(document)}
        return render(request, "layouts/question.html", context, status=status)
