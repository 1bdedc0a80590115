"""Every page of the product in Chromium: axe-core finds nothing, nothing is wider than the window, the policy holds."""

import os
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from tests import full
from tests.house import addresses

AXE = Path(find_spec("axe_playwright_python").submodule_search_locations[0]) / "axe.min.js"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,
}
OF_A_PAGE = (  # rules about a page as a whole
    "bypass",
    "document-title",
    "duplicate-id-aria",
    "heading-order",
    "html-has-lang",
    "html-lang-valid",
    "landmark-banner-is-top-level",
    "landmark-contentinfo-is-top-level",
    "landmark-main-is-top-level",
    "landmark-no-duplicate-banner",
    "landmark-no-duplicate-contentinfo",
    "landmark-no-duplicate-main",
    "landmark-one-main",
    "landmark-unique",
    "meta-viewport",
    "page-has-heading-one",
    "region",
    "skip-link",
)
FRESH = """look => {  // the elements unlike all that were judged in this look: by place, classes, attributes, text or none, labels
  const judged = new Set(JSON.parse(sessionStorage.getItem(look) ?? "[]")), places = new Map(), fresh = new Set();
  const same = "autocomplete cols id inputmode max maxlength min name novalidate placeholder rows selected step value".split(" ");
  for (const each of document.body.querySelectorAll("*")) {
    const above = each.parentNode, odd = (places.get(above)?.children ?? 0) % 2;
    if (places.has(above)) places.get(above).children++;
    const own = [each.tagName, odd, each.textContent.trim() === "", each.labels?.length ?? "",
      ...each.classList, ...each.getAttributeNames().filter(name => !same.includes(name))].join(" ");
    let place = places.get(above)?.place ?? 0;
    for (const letter of own) place = (place * 31 + letter.codePointAt(0)) | 0;
    places.set(each, {place, children: 0});
    if (!judged.has(place)) fresh.add(each);
    judged.add(place);
  }
  sessionStorage.setItem(look, JSON.stringify([...judged]));
  return [...fresh].filter(each => !fresh.has(each.parentNode));
}"""
DOOR = ("/accounts/login/", "/accounts/password/reset/", "/signup/")
LOOKS = {"wide": ("light", {"width": 1440, "height": 900}), "narrow": ("dark", {"width": 390, "height": 844})}
LOOSE = """const sheet = new CSSStyleSheet();  // else a target that lies under the strip at the bottom counts as too small
sheet.replaceSync(".dock, .top, .actions, th { position: static !important }"); document.adoptedStyleSheets.push(sheet)"""


def pages_of(world) -> list[str]:
    """The addresses that answer the owner with a page, each once."""
    client, pages = addresses.client_of(world.owner), {}

    def ask(method: str, url: str) -> int:
        answer = addresses.ask(client, method, url)
        whole = answer.status_code == 200 and b"<html" in addresses.text_of(answer)[:400].lower()
        if whole and method == "get" and answer.headers["Content-Type"].startswith("text/html"):
            pages[url] = True
        return answer.status_code

    with addresses.bare_refusals():
        for each in addresses.plain():
            ask("get", reverse(each.name))
        addresses.real_urls(world, ask)
    return [url for url in pages if not url.endswith("/sheet/")]  # a sheet of paper stands in a frame; it is no page


class Judge:
    """Looks at one page after another: all rules on what is unlike anything judged before, a page's own rules on each."""

    def __init__(self, page) -> None:
        self.page, self.looks, self.fresh = page, list(LOOKS), 0

    def wrong_at(self, url: str) -> list[str]:
        """What is wrong with the page at an address in each look, in sentences; it stays in the last look for the next one."""
        self.turn(self.looks[0])
        self.page.goto(url)
        wrong = self.faults([["html"]], RULES | {"runOnly": OF_A_PAGE})
        for look in self.looks:
            self.turn(look)
            found = [*self.faults_of_what_is_fresh(look), *self.too_wide()]
            wrong += [f"{url} {look}: {each}" for each in found]
        self.looks.reverse()
        return wrong

    def turn(self, look: str) -> None:
        scheme, size = LOOKS[look]
        self.page.emulate_media(color_scheme=scheme)
        self.page.set_viewport_size(size)

    def faults_of_what_is_fresh(self, look: str) -> list[str]:
        fresh = self.page.evaluate_handle(FRESH, look)
        number = fresh.evaluate("them => them.length")
        self.fresh += number
        return self.faults(fresh, RULES) if number else []

    def faults(self, where, rules) -> list[str]:
        run = "([where, rules]) => axe.run({include: where, exclude: ['iframe']}, rules).then(it => it.violations)"
        return [
            f"{found['id']}: {found['help']}: {node['html'][:160]}"
            for found in self.page.evaluate(run, [where, rules])
            for node in found["nodes"][:2]
        ]

    def too_wide(self) -> list[str]:
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return [f"it is {wide} px wider than the window"] if wide > 0 else []


def test_no_page_keeps_anybody_out(browser, live_server, transactional_db):
    world = full.nordlys_full()
    world.owner.language = os.environ.get("PAGES_IN", "nb")  # PAGES_IN=da looks at the Danish ones
    world.owner.save(update_fields=["language"])
    cookie = addresses.client_of(world.owner).cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(base_url=live_server.url, reduced_motion="reduce")
    context.add_init_script(path=AXE)
    context.add_init_script(LOOSE)
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(f"{page.url} script error: {error}"))
    page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    judge = Judge(page)
    for url in DOOR:
        wrong += judge.wrong_at(url)
    assert ground(page, "light") != ground(page, "dark"), "the page doesn't follow the window's colours"
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    for url in pages_of(world):
        wrong += judge.wrong_at(url)
    context.close()
    assert judge.fresh > 1000  # contents were found
    assert wrong == [], "\n".join(wrong)


def test_what_is_new_on_a_page_is_judged_and_what_is_known_is_not(browser, live_server, transactional_db):
    context = browser.new_context(base_url=live_server.url)
    context.add_init_script(path=AXE)
    judge = Judge(context.new_page())
    assert judge.wrong_at(DOOR[0]) == []
    spoil = """() => {
      const faint = document.createElement("p"), link = document.createElement("a");
      faint.textContent = "Hardly to be read"; faint.style.color = "#555";
      link.href = "/"; document.querySelector("main").append(faint, link);
    }"""
    judge.page.evaluate(spoil)
    said = " ".join(judge.faults_of_what_is_fresh("narrow"))
    assert "color-contrast" in said and "link-name" in said
    assert judge.faults_of_what_is_fresh("narrow") == []
    judge.page.evaluate("document.querySelector('h1').remove()")
    assert "page-has-heading-one" in " ".join(judge.faults([["html"]], RULES | {"runOnly": OF_A_PAGE}))
    context.close()


def ground(page, scheme: str) -> str:
    page.emulate_media(color_scheme=scheme)
    return page.evaluate("getComputedStyle(document.body).backgroundColor")
