"""The forms of a document's header, of its beginning and of its layout. They read what is typed; verbs decide."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts import employees
from layouts.documents import Numbered
from layouts.models import Layout
from layouts.views.fields import DayField, FoundField
from rackbeat.lib import countries
from rackbeat.lib.fields import numbers

Words = str | Promise
Names = str | tuple[str, ...]

ADDRESS_FIELDS: tuple[Names, ...] = ("street", "street2", ("postcode", "city"), "country")
DELIVERY_FIELDS: tuple[Names, ...] = (
    "delivery_name",
    "delivery_street",
    "delivery_street2",
    ("delivery_postcode", "delivery_city"),
    "delivery_country",
)
REFERENCES: tuple[Names, ...] = (("our_reference", "their_reference"),)


def form_field(model_field: models.Field) -> forms.Field | None:
    """The form's field for a field of a model: days, numbers and registers as our forms read them."""
    if isinstance(model_field, models.DateField):
        return DayField(required=not model_field.blank, label=capfirst(model_field.verbose_name))
    if isinstance(model_field, models.ForeignKey):
        rows = model_field.related_model._default_manager.all()
        return forms.ModelChoiceField(rows, required=not model_field.blank, label=capfirst(model_field.verbose_name))
    if model_field.name.endswith("country"):
        return forms.ChoiceField(choices=countries.choices, required=False, label=capfirst(model_field.verbose_name))
    found = numbers(model_field)
    if isinstance(found, forms.CharField) and isinstance(model_field, models.TextField):
        found.widget = forms.Textarea(attrs={"rows": 3})
        found.max_length = 4000
        found.widget.attrs["maxlength"] = 4000
        found.validators.append(forms.CharField(max_length=4000).validators[0])
    return found


class RowForm(forms.Form):
    """A form over some fields of one row, in groups: (legend, names), a pair of names side by side.

    Built when it is read, inside an agreement: its registers offer that agreement's rows only.
    """

    groups: ClassVar[Sequence[tuple[Words, Sequence[Names]]]] = ()

    def __init__(self, data: Any = None, *, row: Any, **options: Any) -> None:
        self.row = row
        super().__init__(data, **options)
        for name in self.names:
            if name in self.fields:
                continue
            if made := form_field(row._meta.get_field(name)):
                self.fields[name] = made
        for name in self.names:
            self.initial.setdefault(name, getattr(row, f"{name}_id", None) or getattr(row, name))

    @property
    def names(self) -> list[str]:
        return [name for _legend, rows in self.groups for each in rows for name in flat(each)]

    @property
    def laid_out(self) -> list[tuple[Words, list[tuple[str, list[forms.BoundField]]]]]:
        """(legend, [(css class, bound fields)]) for the template."""
        return [
            (legend, [(layout_of(each), [self[name] for name in flat(each) if name in self.fields]) for each in rows])
            for legend, rows in self.groups
        ]

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names if name in self.cleaned_data}


class HeaderForm(RowForm):
    """The header of a draft. It carries the version that it was shown from, so that nobody overwrites a colleague."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, data: Any = None, *, row: Numbered, **options: Any) -> None:
        super().__init__(data, row=row, **options)
        self.initial["version"] = row.version
        if "our_reference" in self.fields:
            self.fields["our_reference"].widget.attrs["list"] = "colleagues"  # offered, not demanded

    @property
    def colleagues(self) -> list[str]:
        """Whom the document may name as our reference."""
        return employees.names() if "our_reference" in self.fields else []

    def after_conflict(self) -> "HeaderForm":
        """This form, what was typed kept, over the document as it stands now; differing fields say what stands there."""
        data = dict(self.data.items())
        data["version"] = self.row.version
        form = type(self)(data, row=self.row)
        for name in self.names:
            now = getattr(self.row, name)
            if name in self.cleaned_data and self.cleaned_data[name] != now:
                said = form.fields[name].prepare_value(now)
                form.fields[name].help_text = _("Stands there now: %(value)s") % {"value": said or _("nothing")}
        return form


def flat(names: Names) -> tuple[str, ...]:
    return names if isinstance(names, tuple) else (names,)


def layout_of(names: Names) -> str:
    if not isinstance(names, tuple):
        return ""
    return "zip" if names[0].endswith("postcode") else "two"


class NewForm(forms.Form):
    """Whom a new document is for."""

    def __init__(
        self, data: Any = None, *, rows: Callable[[], QuerySet[Any]], label: Words, options: str, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        attrs = {"data-options": options, "autofocus": True}
        self.fields["party"] = FoundField(rows=rows, label=label, widget=forms.TextInput(attrs=attrs))


class LayoutForm(forms.Form):
    """With which layout a document is printed; none is possible."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["layout"] = forms.ModelChoiceField(
            queryset=Layout.objects.all(),
            required=False,
            label=_("Layout"),
            empty_label=_("None: heading, lines, totals and what the law demands"),
        )


class NoteForm(forms.Form):
    note = forms.CharField(max_length=1000)
