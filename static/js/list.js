// A list: the row for the mouse, picking rows, and what htmx leaves undone. Everything here also works without it.
"use strict";

(() => {
  const one = (selector) => document.querySelector(selector);
  const picks = () => [...document.querySelectorAll("#results input[name=pick]")];
  let last = null;

  // --- the row is clickable for the mouse; its one link stays the way for everybody else

  function rowLink(event) {
    if (event.defaultPrevented || event.target.closest("a, button, input, label, select, summary, .check")) return null;
    if (String(getSelection())) return null;
    return event.target.closest("#results tbody tr")?.querySelector("th a[href]");
  }

  document.addEventListener("click", (event) => {
    const link = event.button === 0 && rowLink(event);
    if (!link) return;
    if (event.ctrlKey || event.metaKey) open(link.href, "_blank", "noopener");
    else link.click();
  });

  document.addEventListener("auxclick", (event) => {
    const link = event.button === 1 && rowLink(event);
    if (link) open(link.href, "_blank", "noopener");
  });

  // --- picking: with Shift a range; the bar shows how many (that it shows at all is the sheet's doing)

  function added(boxes) {
    const amounts = boxes.filter((box) => box.dataset.amount).map((box) => Math.round(Number(box.dataset.amount) * 100));
    const words = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 2 });
    return amounts.length ? words.format(amounts.reduce((a, b) => a + b, 0) / 100) : "";
  }

  function tell() {
    const all = picks(), chosen = all.filter((box) => box.checked);
    for (const box of all) {
      if (box.checked) box.closest("tr").setAttribute("aria-selected", "true");
      else box.closest("tr").removeAttribute("aria-selected");
    }
    const page = one("input[data-pick=page]");
    if (page) {
      page.checked = all.length > 0 && chosen.length === all.length;
      page.classList.toggle("some", chosen.length > 0 && chosen.length < all.length);
    }
    const everything = one("input[data-pick=all]");
    const whole = everything?.checked && chosen.length > 0;
    const count = one("[data-picked]"), sum = one("[data-sum]");
    if (count) count.textContent = whole ? one("#result b").textContent : chosen.length;
    if (sum) sum.textContent = whole ? "" : added(chosen);
  }

  document.addEventListener("click", (event) => {
    const box = event.target;
    if (!box.matches?.("#results input[name=pick]")) return;
    const all = picks();
    if (event.shiftKey && last && all.includes(last)) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      for (const each of all.slice(from, to + 1)) each.checked = box.checked;
    }
    last = box;
    tell();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("input[data-pick=page]")) for (const box of picks()) box.checked = event.target.checked;
    if (event.target.matches("input[data-pick], input[name=pick]")) tell();
  });

  document.addEventListener("reset", (event) => { if (event.target.id === "bulk") setTimeout(tell); });

  // --- search: Enter opens the document whose number was typed, at once or as soon as it stands in the results

  let opens = "";
  function openTyped() {
    if (!opens || one("#results")?.dataset.q !== opens) return false;
    const link = [...document.querySelectorAll("#results tbody th a[href]")].find((each) => each.textContent.trim() === opens);
    opens = "";
    link?.click();
    return Boolean(link);
  }

  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "q") return;
    opens = event.key === "Enter" ? event.target.value.trim() : "";
    if (openTyped()) event.preventDefault();
  });
  document.addEventListener("htmx:afterSettle", openTyped);

  let inChooser = "";
  document.addEventListener("click", (event) => { inChooser = event.target.closest("#columns :is(a, input)")?.id ?? ""; }, true);

  // --- after a swap: the search box says what was searched, and focus is never lost to the page

  document.addEventListener("htmx:afterSettle", () => {
    const box = one("#q"), results = one("#results");
    if (box && results && document.activeElement !== box) box.value = results.dataset.q;
    if (document.activeElement === document.body) {
      // the chooser of columns stays open, on the control that was used, or on its neighbour
      const used = one("#chooser[open]") && (document.getElementById(inChooser) ?? one("#chooser summary"));
      (used || one("#result"))?.focus({ preventScroll: true });
    }
    tell();
  });

  // --- a popover takes the focus to its first field or choice

  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("#chips details[open]")) {
      event.target.querySelector(".pop-panel :is(a, input, button)")?.focus({ preventScroll: true });
    }
  }, true);

  document.addEventListener("DOMContentLoaded", tell);
  addEventListener("pageshow", tell);
})();
