// Lines of a document: a row opens where it is clicked, Enter saves it and opens the next, Escape gives it back.
// The server decides everything: a row's link [data-open] asks for it open, its form posts it, [data-cancel] closes it.
"use strict";

(() => {
  document.addEventListener("click", (event) => {
    const row = event.target.closest("table.lines > tbody > tr, table[data-rows] > tbody > tr");
    if (!row || event.defaultPrevented || event.target.closest("a, button, input, select, textarea, label, summary, .pop-panel")) return;
    if (String(getSelection())) return;
    const link = row.querySelector("a[data-open]");
    if (!link) return;
    const cell = event.target.closest("td, th");
    if (cell?.classList) sessionStorage.setItem("cell", [...cell.classList].find((name) => name !== "n") ?? "");
    link.click();
  });

  // Behind a chosen item comes its quantity, at once: what is typed before the server has answered belongs there.
  function toQuantity(item) {
    const field = item.closest("tr.open").querySelector(".qty .input");
    field?.focus();
    field?.select();
    return Boolean(field);
  }
  document.addEventListener("change", (event) => {
    if (!event.isTrusted && event.target.matches("tr.open .item [data-options]")) toQuantity(event.target);
  });

  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("tr.open");
    if (!row) return;
    const item = event.target.matches(".item [data-options]") && event.target;
    if (event.key === "Tab" && !event.shiftKey && item && item.value.trim() && item.value !== item.defaultValue && toQuantity(item)) event.preventDefault();
    if (event.key === "Escape" && event.target.getAttribute("aria-expanded") !== "true") {
      const cancel = row.querySelector("[data-cancel]") ?? row.nextElementSibling?.querySelector("[data-cancel]");
      if (cancel) { event.preventDefault(); event.stopPropagation(); cancel.click(); }
    }
    if ((event.key === "ArrowUp" || event.key === "ArrowDown") && event.target.matches("input:not([role=combobox])")) {
      const rows = [...row.parentElement.querySelectorAll(":scope > tr")].filter((each) => each === row || each.querySelector("a[data-open]"));
      const next = rows[rows.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
      const link = next?.querySelector("a[data-open]");
      if (link) {
        event.preventDefault();
        sessionStorage.setItem("cell", [...event.target.closest("td").classList].find((name) => name !== "n") ?? "");
        link.click();
      }
    }
  });

  // While the server fills in an item's price the user types on: what was typed meanwhile outlives the answer.
  let asked = null;
  let typed = null;
  const fields = (form) => [...document.querySelectorAll(`.input[form="${CSS.escape(form)}"]`)];

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target.matches?.("tr.open .input") && event.target.getAttribute("form");
    asked = form ? { form, by: event.target.name, values: new Map(fields(form).map((field) => [field.name, field.value])) } : null;
  });
  document.addEventListener("htmx:beforeSwap", () => {
    typed = asked && new Map(fields(asked.form).filter((field) => field.value !== asked.values.get(field.name)).map((field) => [field.name, field.value]));
    const at = document.activeElement;
    if (asked && at?.getAttribute("form") === asked.form && at.name !== asked.by) asked.at = at.name;
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (!asked || !typed) return;
    for (const field of fields(asked.form)) if (typed.has(field.name)) field.value = typed.get(field.name);
    back();
  });

  // The cursor stays behind what was typed meanwhile, else it goes to the field that asks for it (a chosen item: to the
  // quantity) and stands on all of it, so that the next key takes its place.
  function back() {
    const stays = typed.has(asked.at) || (asked.at && asked.by !== "item");
    const field = fields(asked.form).find((each) => stays ? each.name === asked.at : each.autofocus);
    if (!field) return;
    field.closest("tr").dataset.seen = "";
    field.focus();
    if (typed.has(field.name)) field.setSelectionRange(field.value.length, field.value.length);
    else field.select();
    // once only: htmx would go there again when it settles, and whoever has tabbed on meanwhile would type into the wrong field
    for (const each of fields(asked.form)) each.autofocus = false;
  }

  // What the open row comes to, while it is typed: the same rule as the server's, net = quantity × price less discount, halves up.
  const UNIT = 1000000n;
  function millionths(text) {
    const found = text.replace(/[\s  ]/g, "").replace(",", ".").match(/^(\d{0,12})(?:\.(\d{0,6}))?$/);
    return found && text.trim() ? BigInt(found[1] || 0) * UNIT + BigInt((found[2] ?? "").padEnd(6, "0")) : null;
  }
  const spelled = (cents) => new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 2 }).format(Number(cents) / 100);

  document.addEventListener("input", (event) => {
    const row = event.target.closest?.("table.lines tr.open");
    const sum = row?.querySelector("td.sum:not(:has(.input))");
    const value = (name) => row.querySelector(`.${name} .input`)?.value ?? "";
    if (!sum || !row.querySelector(".price .input") || !event.target.closest(".qty, .price, .disc")) return;
    const [quantity, price] = [millionths(value("qty")), millionths(value("price"))];
    const off = value("disc").trim() ? millionths(value("disc")) : 0n;
    const exact = quantity !== null && price !== null && off !== null;
    const scale = UNIT ** 3n; // of quantity × price × percent; the hundred of the percents is the hundred of the cents
    sum.textContent = exact ? spelled((quantity * price * (100n * UNIT - off) * 2n + scale) / (2n * scale)) : "";
    const margin = row.querySelector("td.dg");
    if (margin) margin.textContent = ""; // it is told again when the line is saved
  });

  // after a swap the cursor stands in the cell that was clicked, else in the field that asks for it
  function focus(root) {
    const row = root.querySelector("table.lines tr.open");
    if (!row || row.dataset.seen !== undefined) return;
    row.dataset.seen = "";
    const cell = sessionStorage.getItem("cell");
    sessionStorage.removeItem("cell");
    const wrong = row.querySelector("[aria-invalid=true]");
    const field = wrong ?? (cell && row.querySelector(`.${CSS.escape(cell)} .input`)) ?? row.querySelector("[autofocus]") ?? row.querySelector(".input");
    field?.focus();
    field?.select?.();
  }

  document.addEventListener("DOMContentLoaded", () => focus(document));
  document.addEventListener("htmx:afterSettle", (event) => {
    asked = typed = null;
    focus(event.target.isConnected ? event.target.parentElement ?? document : document);
  });
})();
