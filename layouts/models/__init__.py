"""Layouts: how a document looks on paper. Knows no concrete document."""

from layouts.models.layouts import Font, Layout, LayoutTemplate, PaperKind
from layouts.models.stored import StoredPaper

__all__ = ["Font", "Layout", "LayoutTemplate", "PaperKind", "StoredPaper"]
