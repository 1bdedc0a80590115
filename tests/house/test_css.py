"""The look is kept in order: colours are tokens, sheets are layered, templates carry no style or script of their own."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder

from rackbeat.one_sheet import SHEET, Storage

CSS = Path(settings.BASE_DIR, "static/css")
TEMPLATES = Path(settings.BASE_DIR, "templates")
SHEETS = [
    path for path in sorted(CSS.rglob("*.css")) if "paper" not in path.parts and not path.name.startswith("paper")
]
SCREENS = [path for path in sorted(TEMPLATES.rglob("*.html")) if "paper" not in path.parts]
LAYERS = "reset, tokens, base, layout, parts, pages, print, utilities"


def without_comments(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.relative_to(CSS).as_posix())
def test_only_the_tokens_hold_colours(sheet):
    if sheet.name == "tokens.css":
        return
    values = re.sub(r"^[^{}]*\{|url\([^)]*\)", "", without_comments(sheet), flags=re.M)
    found = re.findall(r":[^;{}]*?(#[0-9a-fA-F]{3,8}\b|oklch\(|\brgba?\(|\bhsla?\()", values)
    assert found == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.relative_to(CSS).as_posix())
def test_every_token_that_is_named_exists(sheet):
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", "".join(path.read_text() for path in SHEETS)))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", sheet.read_text())) - defined == set()


def test_app_css_names_the_layers_and_imports_every_sheet_once():
    text = (CSS / "app.css").read_text()
    assert f"@layer {LAYERS};" in text
    imported = re.findall(r'@import "([^"]+)" layer\(([a-z]+)\)', text)
    assert len(imported) == len(set(imported))
    assert {layer for _, layer in imported} <= set(LAYERS.split(", "))
    alone = {"app.css", "admin.css"}
    assert {name for name, _ in imported} == {path.relative_to(CSS).as_posix() for path in SHEETS} - alone


def test_a_served_page_asks_for_one_sheet_that_holds_all_of_them(tmp_path):
    storage = Storage(location=tmp_path)
    paths = {path: (where, path) for path, where in FileSystemFinder().list([]) if path.startswith("css/")}
    for path, (where, _) in paths.items():
        with where.open(path) as source:
            storage.save(path, source)
    list(storage.post_process(paths))
    served = (tmp_path / storage.stored_name(SHEET)).read_text()
    assert "@import" not in served
    for name, layer in re.findall(r'@import "([^"]+)" layer\(([a-z]+)\)', (CSS / "app.css").read_text()):
        assert f"@layer {layer} {{\n{(CSS / name).read_text()}}}" in served
    list(storage.post_process(paths))  # what was gathered before is no source
    assert (tmp_path / storage.stored_name(SHEET)).read_text() == served


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.relative_to(CSS).as_posix())
def test_braces_match(sheet):
    text = without_comments(sheet)
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("template", SCREENS, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_no_template_carries_style_or_script_of_its_own(template):
    text = template.read_text()
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:", text)
    for attributes in re.findall(r"<script\b([^>]*)>", text):
        assert "src=" in attributes or "application/json" in attributes


@pytest.mark.parametrize("template", SCREENS, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_templates_stay_readable_in_one_look(template):
    assert len(template.read_text().splitlines()) <= 120


@pytest.mark.parametrize("template", SCREENS, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_every_post_form_is_guarded(template):
    text = template.read_text()
    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, flags=re.S):
        again = "in fields %}" in form  # 503: a form as it was sent, its tokens among its fields
        assert "{% guard %}" in form or "{% csrf_token %}" in form or again
