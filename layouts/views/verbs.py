"""Any verb of a document as a page: asked first where it should be, done once, refused in a sentence. Rules stay in the verbs."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.db import DataError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.once import once
from accounts.permissions import View, allow
from layouts import letters
from layouts.views.facts import Question
from layouts.views.letters import Letters, MailForm
from rackbeat.lib.refusal import Refusal

Words = str | Promise
TOO_LARGE = gettext_lazy("A number in it is larger than we can keep.")


class Verbs(Letters):
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
        mails: str | Callable[[Any], str] = "",
    ) -> View:
        """A view of a verb: POST does `do(document, by=…)`, says `done` and goes to what came of it (`to`).

        `ask`: GET asks first. `form`: what the verb wants to know beside; its cleaned data go along. `mails`: the kind of
        paper that can be sent by mail with it, in the same transaction.
        """

        def kind_of(document: Any) -> str:
            return mails(document) if callable(mails) else mails

        def view(request: Any, key: Any) -> HttpResponse:
            document = self.find(key)
            given = form(request.POST if request.method == "POST" else None, row=document) if form else None
            kind = kind_of(document)
            if request.method != "POST":
                asked = ask(document) if ask else None
                letter = MailForm(document=document, kind=kind) if kind and asked else None
                here = HttpResponseRedirect(self.url(document))
                return self.ask(request, document, asked, given, letter) if asked else here
            letter = MailForm(request.POST, document=document, kind=kind) if kind else None
            right_filled = [each.is_valid() for each in (given, letter) if each is not None]
            if not all(right_filled):
                return self.wrong(request, document, given, ask, letter)
            try:
                with transaction.atomic():
                    result = do(document, by=request.user, **(given.cleaned_data if given else {}))
                    if letter is not None and letter.wanted:
                        letters.post(result, by=request.user, **letter.facts())
            except Refusal as no:
                for each in (given, letter):
                    if each is not None and no.field in each.fields:
                        each.add_error(no.field, str(no.message))
                        return self.wrong(request, document, given, ask, letter)
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

    def wrong(self, request: Any, document: Any, form: Any, ask: Any, letter: Any = None) -> HttpResponse:
        """The question again, with what is wrong; or the page, where nothing was asked."""
        document = self.find(self.key_of(document))
        if ask is not None:
            return self.ask(request, document, ask(document), form, letter, status=422)
        errors = [each.errors for each in (form, letter) if each is not None and each.errors]
        return self.refuse(request, document, next(iter(errors[0].values()))[0])

    def ask(  # noqa: PLR0917
        self, request: Any, document: Any, question: Question, form: Any = None, letter: Any = None, status: int = 200
    ) -> HttpResponse:
        context = {
            "question": question,
            "form": form,
            "mail": letter,
            "heading": question.heading,
            "back": self.url(document),
        }
        return render(request, "layouts/question.html", context, status=status)
