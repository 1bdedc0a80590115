// A layout's form beside its paper: 300 ms after the last change what was typed is sent, and the frame shows it.
// The block that was switched last is outlined there. Columns move by their buttons; without this the buttons send the form.
"use strict";

(() => {
  const form = document.querySelector("form[data-preview]");
  if (!form) return;
  let waiting = 0;

  function show() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const values = {};
      for (const [name, value] of new FormData(form)) {
        if (typeof value !== "string" || name === "once") continue;
        values[name] = name in values ? [].concat(values[name], value) : value;
      }
      htmx.ajax("POST", form.dataset.preview, { source: form, target: "#frame", swap: "outerHTML", values });
    }, 300);
  }

  form.addEventListener("input", (event) => {
    const block = event.target.closest('input[name="blocks"]');
    if (block) {
      form.elements.changed.value = block.value;
      for (const tick of form.querySelectorAll(".ticks .now")) tick.classList.remove("now");
      block.closest(".tick").classList.add("now");
    }
    if (event.target.type !== "file") show();
  });
  document.querySelector("[data-shows]")?.addEventListener("change", show);

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("tr");
    const up = button.dataset.move === "up";
    const other = up ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (up) other.before(row); else other.after(row);
    button.focus();
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // the frame keeps its place when its page changes, and goes to the block that was switched
  addEventListener("load", (event) => {
    const page = event.target.contentDocument;
    page?.querySelector(".changed")?.scrollIntoView({ block: "nearest" });
  }, true);
})();
