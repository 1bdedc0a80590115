"""Layouts in the administration: to look at, inside the chosen agreement."""

from accounts.administration import look_at
from layouts.models import Layout, LayoutTemplate

look_at(Layout, "number", "name", "language", "is_default")
look_at(LayoutTemplate, "id", "layout", "kind", "title")
