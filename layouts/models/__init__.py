"""Layouts: how a document looks on paper. Knows no concrete document."""

from layouts.models.layouts import Layout, LayoutTemplate, PaperKind
from layouts.models.stored import StoredPaper

__all__ = ["Layout", "LayoutTemplate", "PaperKind", "StoredPaper"]
