"""The style of the house, read from its sources: verbs whole and recorded, files and functions of a size to be read."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "layouts", "support", "inventory", "purchasing", "sales", "home", "demo")
OUTSIDE = {"views", "models", "migrations", "management", "templatetags", "posting", "demo"}
RECORDERS = {("accounts.history", "record")}

# Modules and functions that take a `by` and are no verbs: a part of what a verb above them does in its transaction, a job,
# or private work whose own row says who, what and when.
PARTS = {
    "accounts.members.note_everywhere": "one transaction for each agreement, each with its line",
    "accounts.bulk": "the run says by whom, and each document that it works on gets its line",
    "accounts.importing.runs": "the import is itself the record of what was read and undone, and by whom",
    "accounts.importing.work": "the work behind it",
    "accounts.choices.choose": "the verb of each register does it and records it",
    "home.guide": "a tick says by whom",
    "purchasing.invoices.new": "what every way of beginning an invoice has in common",
    "sales.invoices.new": "what every way of beginning an invoice has in common",
    "accounts.history": "writes the history itself",
    "accounts.jobs": "runs when the verb is long over",
    "inventory.defaults": "furnishes what signup.found makes and records",
    "inventory.registers": "how a row is saved and recorded, for the verbs of each register",
    "layouts.defaults": "furnishes what signup.found makes and records",
    "sales.progress": "what follows for a quote that the verb has locked",
}
LONG = 430  # the house says 400; a file that grows past it is split by noun
FURNISHING = "furnish"  # the same in the module of a verb


def sources(*folders: str) -> list[Path]:
    return [
        file for folder in folders for file in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in file.parts
    ]


def module_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text())


def names_of(tree: ast.Module, module: str) -> dict[str, tuple[str, str]]:
    """What a name means in a module: (module, function), or (module, "") for a module itself."""
    names: dict[str, tuple[str, str]] = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                is_module = (ROOT / (inner.replace(".", "/") + ".py")).exists() or (
                    ROOT / inner.replace(".", "/")
                ).is_dir()
                names[alias.asname or alias.name] = (inner, "") if is_module else (node.module, alias.name)
        elif isinstance(node, ast.FunctionDef):
            names[node.name] = (module, node.name)
    return names


def calls_of(node: ast.FunctionDef, names: dict[str, tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for call in (it.func for it in ast.walk(node) if isinstance(it, ast.Call)):
        if isinstance(call, ast.Name) and call.id in names:
            yield names[call.id]
        elif isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name) and call.value.id in names:
            yield names[call.value.id][0], call.attr


@cache
def functions() -> dict[tuple[str, str], tuple[ast.FunctionDef, set[tuple[str, str]]]]:
    """Every top-level function of the apps, with what it calls as far as the names say."""
    found = {}
    for file in sources(*APPS):
        module, tree = module_of(file), tree_of(file)
        names = names_of(tree, module)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                found[module, node.name] = (node, set(calls_of(node, names)))
    return found


@cache
def recorders() -> set[tuple[str, str]]:
    """The functions that write history, themselves or through what they call."""
    known = set(RECORDERS)
    while True:
        more = {name for name, (_node, calls) in functions().items() if calls & known} | known
        if more == known:
            return known
        known = more


def verbs() -> list[tuple[str, str]]:
    """Public functions beside the models that somebody does something by."""
    found = []
    for (module, name), (node, _calls) in functions().items():
        arguments = {it.arg for it in node.args.kwonlyargs} | {it.arg for it in node.args.args}
        app, *rest = module.split(".")
        if app == "demo" or OUTSIDE & set(rest) or {module, f"{module}.{name}"} & PARTS.keys():
            continue
        if name.startswith("_") or name == FURNISHING:
            continue
        if "by" in arguments:
            found.append((module, name))
    return sorted(found)


def is_whole(node: ast.FunctionDef) -> bool:
    """One transaction: the decorator's, or the one that `acting_for` opens."""
    decorated = any(ast.unparse(it).startswith("transaction.atomic") for it in node.decorator_list)
    return decorated or any(ast.unparse(it).startswith("with acting_for(") for it in node.body)


def test_there_are_verbs_to_walk():
    assert ("sales.orders", "confirm") in verbs()
    assert len(verbs()) > 60


@pytest.mark.parametrize(("module", "name"), verbs())
def test_a_verb_is_one_transaction_says_who_did_it_and_ends_in_the_history(module, name):
    node, _calls = functions()[module, name]
    assert "by" in {it.arg for it in node.args.kwonlyargs}, "`by` is keyword-only"
    assert is_whole(node), "@transaction.atomic, or acting_for around all of it"
    assert ast.get_docstring(node), "a sentence in the trade's language"
    assert (module, name) in recorders(), "history.record, itself or in what it calls"


def test_every_module_begins_with_a_sentence():
    without = [
        str(file.relative_to(ROOT))
        for file in sources("rackbeat", *APPS)
        if tree_of(file).body and not ast.get_docstring(tree_of(file))
    ]
    assert without == []


def test_no_file_is_too_long_to_be_read():
    code = [*sources("rackbeat", *APPS, "tests", "bench", "docs"), *(ROOT / "static/js").rglob("*.js")]
    code += (ROOT / "static/css").rglob("*.css")
    long = {str(file.relative_to(ROOT)): n for file in code if (n := len(file.read_text().splitlines())) > LONG}
    assert long == {}


def test_no_function_is_too_long_to_be_read():
    long = {
        f"{module_of(file)}.{node.name}": node.end_lineno - node.lineno
        for file in sources("rackbeat", *APPS)
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 60
    }
    assert long == {}


def test_no_template_is_too_long_to_be_read():
    long = {
        str(file.relative_to(ROOT)): n
        for file in (ROOT / "templates").rglob("*.html")
        if (n := len(file.read_text().splitlines())) > 120
    }
    assert long == {}
