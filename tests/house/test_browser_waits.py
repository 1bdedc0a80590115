"""A browser test waits for what it looks for: `expect` asks again until the page has come, a bare look does not."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent / "browser"
AT_ONCE = re.compile(
    r"(assert|if) .*\.(is_visible|is_hidden|is_enabled|is_checked|input_value|inner_text|text_content|all_inner_texts|count)\("
    r"|\.query_selector|wait_for_timeout|time\.sleep"
)


def looks() -> list[str]:
    return [
        f"{path.name}:{number} {line.strip()}"
        for path in sorted(ROOT.rglob("*.py"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if AT_ONCE.search(line)
    ]


def test_no_browser_test_looks_before_the_page_has_come():
    assert looks() == [], "use expect(...), which waits"
