// Keys: clicks or focuses the element that names its key in data-key. Single letters only outside fields, and not
// where the user switched them off (html[data-keys=off]).
"use strict";

(() => {
  const ROWS = "table.list > tbody > tr, table.ledger > tbody > tr, table.work > tbody > tr";
  const singles = () => document.documentElement.dataset.keys !== "off";
  const inField = (target) => target.isContentEditable || target.matches?.("input:not([type=checkbox], [type=radio]), select, textarea");
  const visible = (element) => element && element.getClientRects().length > 0;
  let chord = 0;

  function use(key) {
    const named = [...document.querySelectorAll(`[data-key~="${CSS.escape(key)}"]`)];
    const inMenu = (each) => each.closest(".actions details.pop:not([open])") || visible(each.closest(".bulk details.pop:not([open])"));
    const element = named.find(visible) ?? named.find(inMenu);
    if (!element) return false;
    if (element.matches("input:not([type=checkbox]), select, textarea")) { element.focus(); element.select?.(); } else element.click();
    return true;
  }

  function row() {
    return document.activeElement.closest?.("tr") ?? document.querySelector("tr[data-at]");
  }

  function move(step) {
    const rows = [...document.querySelectorAll(ROWS)].filter((each) => visible(each) && each.querySelector("th a, td a"));
    if (!rows.length) return false;
    const at = rows.indexOf(row());
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
    document.querySelector("tr[data-at]")?.removeAttribute("data-at");
    next.dataset.at = "";
    next.querySelector("th a, td a").focus();
    return true;
  }

  function letter(event) {
    const key = event.key.toLowerCase();
    if (chord && Date.now() - chord < 1500) {
      chord = 0;
      const place = (document.documentElement.dataset.go ?? "").split(" ").find((each) => each.startsWith(`${key}:`));
      if (place) location.assign(place.slice(2));
      return Boolean(place);
    }
    chord = 0;
    if (key === "g") { chord = Date.now(); return true; }
    if (event.key === "?") { document.querySelector("#keys")?.showModal(); return true; }
    if (key === "/") return use("/") || use("Control+k");
    if (key === "j") return move(1);
    if (key === "k") return move(-1);
    if (key === "x") {
      const box = row()?.querySelector("input[type=checkbox]");
      box?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: event.shiftKey }));
      return Boolean(box);
    }
    if ((key === "a" || key === "u") && !use(key)) {
      const box = row()?.querySelector("input[name=pick]");
      if (!box) return false;
      if (!box.checked) box.click();
      return use(key);
    }
    if (key === "a" || key === "u") return true;
    return use(key);
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.repeat && event.key !== "j" && event.key !== "k") return;
    const control = event.ctrlKey || event.metaKey;
    if (document.querySelector("dialog:modal") && !control) return;
    let done = false;
    if (control && event.key === "Enter") done = use("Control+Enter");
    else if (control && event.key.toLowerCase() === "s") done = use("Control+s");
    else if (control && event.key.toLowerCase() === "k") done = use("Control+k") || use("/");
    else if (control) return;
    else if (event.key === "Escape") { if (inField(event.target) && !use("Escape")) event.target.blur(); else use("Escape"); return; }
    else if (event.key.length === 1 && singles() && !inField(event.target)) done = letter(event);
    if (done) event.preventDefault();
  });
})();
