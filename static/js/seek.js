// Search everywhere: the field in the bar opens a dialog; arrows choose, Enter opens. Without this the field leads to a page.
"use strict";

(() => {
  const dialog = document.querySelector("#seek");
  if (!dialog) return;
  const field = dialog.querySelector("#seek-q");
  const hits = () => [...dialog.querySelectorAll(".hit")];
  const chosen = () => dialog.querySelector(".hit[aria-current]");

  function choose(hit) {
    chosen()?.removeAttribute("aria-current");
    hit?.setAttribute("aria-current", "true");
    hit?.scrollIntoView({ block: "nearest" });
  }

  function open() {
    if (dialog.open) return;
    document.activeElement?.blur(); // else closing would give the focus back to the field in the bar, which opens it again
    dialog.showModal();
    field.select();
    field.dispatchEvent(new Event("seek"));
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-seek]")) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("focusin", (event) => { if (event.target.id === "goto") open(); });
  dialog.addEventListener("click", (event) => { if (event.target === dialog || event.target.closest("kbd.shut")) dialog.close(); });

  dialog.addEventListener("keydown", (event) => {
    const all = hits(), at = all.indexOf(chosen());
    if (event.key === "ArrowDown") choose(all[Math.min(all.length - 1, at + 1)]);
    else if (event.key === "ArrowUp") choose(all[Math.max(0, at - 1)]);
    else if (event.key === "Enter" && event.target === field && chosen() && dialog.dataset.asked === field.value) {
      if (event.ctrlKey || event.metaKey) window.open(chosen().href, "_blank", "noopener");
      else chosen().click();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });

  // the first one found is chosen as soon as it stands there, so that a number and Enter are enough
  dialog.addEventListener("htmx:afterSwap", () => {
    dialog.dataset.asked = field.value;
    if (field.value.trim()) choose(hits()[0]);
  });
})();
