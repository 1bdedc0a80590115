// A form that was changed asks before it is left. Mark it with data-changes; what it was is what the server sent.
"use strict";

(() => {
  let leaving = false;
  const known = new WeakMap();
  const guarded = () => document.querySelectorAll("form[data-changes]");
  const state = (form) => JSON.stringify([...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "once"));

  function changed(form) {
    return form.hasAttribute("data-refused") || (known.has(form) && known.get(form) !== state(form));
  }

  function tell(form) {
    for (const note of form.querySelectorAll("[data-changed]")) note.hidden = !changed(form);
  }

  function learn() {
    for (const form of guarded()) if (!known.has(form)) known.set(form, state(form));
  }

  document.addEventListener("DOMContentLoaded", learn);
  document.addEventListener("htmx:afterSettle", learn);
  document.addEventListener("input", (event) => { const form = event.target.closest("form[data-changes]"); if (form) tell(form); });
  document.addEventListener("submit", () => { leaving = true; setTimeout(() => { leaving = false; }, 2000); });
  addEventListener("beforeunload", (event) => { if (!leaving && [...guarded()].some(changed)) event.preventDefault(); });
})();
