"""The addresses of layouts: the parents, their nested templates, and the paper beside the form."""

from django.urls import path

from layouts.views import nested, parents, preview

app_name = "layouts"
ONE = "settings/layouts/<int:number>/"
urlpatterns = [
    path("settings/layouts/", parents.LayoutList.as_view(), name="layouts"),
    path("settings/layouts/new/", parents.new, name="layout_new"),
    path(ONE, parents.show, name="layout"),
    path(f"{ONE}copy/", parents.copy, name="layout_copy"),
    path(f"{ONE}default/", parents.default, name="layout_default"),
    path(f"{ONE}delete/", parents.delete, name="layout_delete"),
    path(f"{ONE}look/", preview.typed, name="layout_look"),
    path(f"{ONE}<slug:kind>/", nested.show, name="layout_template"),
    path(f"{ONE}<slug:kind>/preview/", preview.typed, name="layout_preview"),
    path(f"{ONE}<slug:kind>/sheet/", preview.sheet, name="layout_sheet"),
    path(f"{ONE}<slug:kind>/sheet.css", preview.sheet_css, name="layout_sheet_css"),
    path(f"{ONE}<slug:kind>/sample.pdf", preview.pdf, name="layout_pdf"),
]
