// The frame: menus, dialogs, toasts and the line that shows waiting. Everything here also works without it.
"use strict";

// --- menus are <details class="pop">: one open at a time, closed by Escape, by a click elsewhere, by leaving with Tab

const openMenus = () => document.querySelectorAll("details.pop[open]");

function closeMenus(except) {
  for (const menu of openMenus()) if (menu !== except && !menu.contains(except)) menu.open = false;
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.pop")));
document.addEventListener("focusin", (event) => closeMenus(event.target.closest("details.pop")));

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.pop[open]");
  if (event.key === "Escape") {
    for (const open of openMenus()) {
      if (open.contains(document.activeElement)) open.querySelector("summary").focus();
      open.open = false;
      event.stopPropagation();
    }
  }
  if (menu && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const entries = [...menu.querySelectorAll(".pop-panel a, .pop-panel button:not(:disabled)")];
    if (!entries.length || event.target.matches("input, select, textarea")) return;
    const at = entries.indexOf(document.activeElement);
    const step = event.key === "ArrowDown" ? 1 : -1;
    entries[(at + step + entries.length) % entries.length].focus();
    event.preventDefault();
  }
}, true);

// a menu in a scrolling table would be cut off: it stands in the window instead, and closes when that scrolls
document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.("details.pop") || !menu.open || !menu.closest(".table, .scroll, .siblings")) return;
  const panel = menu.querySelector(".pop-panel");
  const box = menu.querySelector("summary").getBoundingClientRect();
  const below = box.bottom + 4 + panel.offsetHeight < innerHeight - 8 || box.top < panel.offsetHeight;
  panel.style.position = "fixed";
  panel.style.inset = `${below ? box.bottom + 4 : box.top - 4 - panel.offsetHeight}px auto auto ${Math.max(8, box.right - panel.offsetWidth)}px`;
  addEventListener("scroll", () => { menu.open = false; }, { once: true, capture: true });
}, true);

// --- dialogs: [data-dialog="#id"] opens, [data-close] closes what it names

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.querySelector(opener.dataset.dialog);
    if (dialog) { event.preventDefault(); dialog.showModal(); }
  }
  const closer = event.target.closest('[data-close]:not([data-close=""])');
  if (closer) {
    const target = closer.closest(closer.dataset.close) || document.querySelector(closer.dataset.close);
    if (!target) return;
    event.preventDefault();
    if (target.matches("dialog")) target.close();
    else if (target.matches(".toast")) target.remove();
    else target.hidden = true;
    document.querySelector(`[aria-controls="${target.id}"]`)?.setAttribute("aria-expanded", "false");
  }
  const toggle = event.target.closest("[data-toggle]");
  if (toggle) {
    const target = document.querySelector(toggle.dataset.toggle);
    if (!target) return;
    event.preventDefault();
    target.hidden = !target.hidden;
    toggle.setAttribute("aria-expanded", String(!target.hidden));
  }
});

document.addEventListener("click", (event) => {
  if (event.target.matches("dialog[open]")) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX > box.left && event.clientX < box.right && event.clientY > box.top && event.clientY < box.bottom;
    if (!inside) event.target.close();
  }
});

// --- toasts leave after five seconds, unless somebody looks at them

function fade(toast) {
  setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) return fade(toast);
    toast.classList.add("gone");
    setTimeout(() => toast.remove(), 250);
  }, 5000);
}

function greet(root) {
  for (const toast of root.querySelectorAll(".toast:not([data-seen])")) { toast.dataset.seen = ""; fade(toast); }
  const alert = root.querySelector(".alert[role=alert]:not([data-seen])");
  if (alert && alert.matches(".warning") && root.querySelector("[autofocus]")) alert.dataset.seen = ""; // one may type at once
  else if (alert) { alert.dataset.seen = ""; alert.focus({ preventScroll: false }); }
  for (const field of root.querySelectorAll("[data-submit-on-change]:not([data-seen])")) {
    field.dataset.seen = "";
    field.addEventListener("change", () => field.form.requestSubmit());
  }
}

document.addEventListener("DOMContentLoaded", () => greet(document));
document.addEventListener("htmx:afterSettle", (event) => greet(event.target));

// --- what got no answer says so: no connection, or a fault of ours; a page that is asked for without one, see offline.js

const say = (id, is) => {
  const words = document.getElementById(id);
  if (words && !document.querySelector("#offline")) words.hidden = !is;
};
for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, () => say("cut", true));
for (const name of ["htmx:afterOnLoad", "htmx:beforeSwap"]) document.addEventListener(name, () => say("cut", false));
addEventListener("online", () => say("cut", false));
document.addEventListener("htmx:responseError", (event) => say("failed", event.detail.xhr.status >= 500));
document.addEventListener("htmx:afterOnLoad", (event) => { if (event.detail.successful) say("failed", false); });
if (navigator.serviceWorker) addEventListener("load", () => navigator.serviceWorker.register("/offline.js").catch(() => {}));

// --- waiting: the pressed button rests, and after 300 ms a line runs on top of the window

let waiting = 0;

function wait() {
  clearTimeout(waiting);
  waiting = setTimeout(() => document.documentElement.classList.add("busy"), 300);
}

function rest() {
  clearTimeout(waiting);
  document.documentElement.classList.remove("busy");
}

document.addEventListener("htmx:beforeRequest", wait);
document.addEventListener("htmx:afterRequest", rest);
addEventListener("pageshow", () => {
  rest();
  for (const button of document.querySelectorAll("button[data-pressed]")) {
    button.removeAttribute("data-pressed");
    button.removeAttribute("aria-disabled");
  }
});

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || event.target.hasAttribute("hx-post") || event.target.target === "_blank") return;
  if (button?.dataset.pressed !== undefined) return event.preventDefault();
  if (button && event.target.method === "post") {
    button.dataset.pressed = "";
    button.setAttribute("aria-disabled", "true");
  }
  wait();
});

// what is chosen in a row that runs wider than the window stands in sight
for (const chosen of document.querySelectorAll(".siblings [aria-current], .papers [aria-current], .views [aria-current]")) {
  const row = chosen.closest("nav");
  row.scrollLeft += chosen.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - chosen.offsetWidth) / 2;
}
