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

  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("tr.open");
    if (!row) return;
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
  document.addEventListener("htmx:afterSettle", (event) => focus(event.target.isConnected ? event.target.parentElement ?? document : document));
})();
