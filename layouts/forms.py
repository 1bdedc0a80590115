"""What can be typed about layouts: a parent's look and a nested template. Forms read; what is allowed the verbs decide."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import BankAccount
from layouts import nested, texts
from layouts.blocks import BLOCKS, COLUMNS, locked_blocks, locked_columns, possible_blocks
from layouts.models import Font, Layout, LayoutTemplate
from layouts.parents import FACTS
from rackbeat.lib.fields import NumberField

SIZES = ["7", "7.5", "8", "8.5", "9", "9.5", "10", "10.5", "11", "12"]


class NewLayoutForm(forms.Form):
    """The little that a new parent needs; the rest begins as usual."""

    name = forms.CharField(label=_("Name"), max_length=100)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class ParentForm(forms.ModelForm):
    """A parent's language, bank account and look."""

    logo = forms.FileField(label=_("Logo"), required=False, help_text=_("PNG or JPEG, at most 5 MB."))
    logo_off = forms.BooleanField(label=_("Take the logo away"), required=False)
    signature = forms.FileField(
        label=_("Signature"),
        required=False,
        help_text=_(
            "A scanned signature, PNG or JPEG, at most 5 MB. It is printed where a paper has the signature line."
        ),
    )
    signature_off = forms.BooleanField(label=_("Take the signature away"), required=False)
    bank_account: Any = forms.ModelChoiceField(None, label=_("Bank account"), required=False, empty_label=_("None"))
    font_size = NumberField(label=_("Font size in points"), min_value=7, max_value=12, decimal_places=1, max_digits=3)

    class Meta:
        model = Layout
        fields = [*FACTS]
        widgets = {
            "accent": forms.TextInput(attrs={"type": "color"}),
            "ink": forms.TextInput(attrs={"type": "color"}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        bank: Any = self.fields["bank_account"]
        bank.queryset = BankAccount.objects.all()
        self.fields["watermark"].help_text = _("A word across every page, such as DRAFT or COPY.")
        self.fields["font"].choices = Font.choices  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """What is right of what was typed; the files apart."""
        return {name: self.cleaned_data[name] for name in FACTS if name in self.cleaned_data}


class TemplateForm(forms.Form):
    """A nested template. The order of the `column` inputs is the order of the columns."""

    title = forms.CharField(label=_("Title"), max_length=100, required=False)
    blocks = forms.MultipleChoiceField(required=False)
    intro = forms.CharField(
        label=_("Text over the lines"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    outro = forms.CharField(
        label=_("Text under the lines"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    mail_subject = forms.CharField(label=_("Subject"), max_length=200, required=False)
    mail_body = forms.CharField(
        label=_("Text"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )

    data: Any

    def __init__(self, data: Any = None, *, template: LayoutTemplate, language: str, **options: Any) -> None:
        self.template, self.kind = template, template.kind
        self.usual = {
            "mail_subject": texts.usual_subject(language),
            "mail_body": texts.usual_body(self.kind, language),
        }
        given: dict[str, Any] = {name: getattr(template, name) for name in nested.TEXTS}
        given |= {name: given[name] or usual for name, usual in self.usual.items()}
        super().__init__(data, initial=given, **options)
        blocks: Any = self.fields["blocks"]
        blocks.choices = [(key, BLOCKS[key]) for key in possible_blocks(self.kind)]

    # --- blocks and columns, as the page draws them ---

    def block_rows(self) -> list[dict[str, Any]]:
        on = set(self.data.getlist("blocks") if self.is_bound else self.template.blocks)
        locked = locked_blocks(self.kind)
        return [
            {"key": key, "label": BLOCKS[key], "on": key in on or key in locked, "locked": key in locked}
            for key in possible_blocks(self.kind)
        ]

    def column_rows(self) -> list[dict[str, Any]]:
        locked = locked_columns(self.kind)
        return [
            {
                **each,
                "label": COLUMNS[each["key"]].label or _("Unit"),
                "locked": each["key"] in locked,
                "on": each["on"] or each["key"] in locked,
            }
            for each in self.columns()
        ]

    def columns(self) -> list[dict[str, Any]]:
        """{key, width, on} in the order in which they stand; of what was typed, or of what is stored."""
        stored = nested.full(self.template, self.kind)
        if not self.is_bound:
            return stored
        known = {each["key"] for each in stored}
        order = [key for key in dict.fromkeys(self.data.getlist("column")) if key in known]
        order += [key for key in known if key not in order]
        on = set(self.data.getlist("on"))
        return [{"key": key, "width": self._width(key), "on": key in on} for key in order]

    def _width(self, key: str) -> int:
        text = self.data.get(f"width-{key}", "").strip().removesuffix("%").strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0

    def clean(self) -> dict[str, Any]:
        for each in self.columns():
            text = self.data.get(f"width-{each['key']}", "").strip().removesuffix("%").strip()
            if text and not (text.isascii() and text.isdigit() and int(text[:6]) <= 100):
                label = COLUMNS[each["key"]].label or _("Unit")
                self.add_error(None, _("The width of %(column)s is a whole number up to 100.") % {"column": label})
        return super().clean() or {}

    def facts(self) -> dict[str, Any]:
        """What is right of what was typed. A mail text that says what is usual is stored as nothing said."""
        found = {name: self.cleaned_data[name] for name in nested.TEXTS if name in self.cleaned_data}
        for name, usual in self.usual.items():
            if found.get(name, "").replace("\r\n", "\n").strip() == usual.strip():
                found[name] = ""
        return found
