// Picking: − and + without asking the server, scans of the thing in hand are counted, the scan field is always ready.
// All of it also works without this file; where the line breaks, the page stays and says so.
"use strict";

(() => {
  const by = (id) => document.getElementById(id);
  const read = (text) => Number(text.replace(/[\s  ]/g, "").replace(",", "."));

  function write(value) {
    const field = by("number");
    const point = field.dataset.whole.includes(",") || document.documentElement.lang !== "en" ? "," : ".";
    field.value = String(Math.round(value * 1e6) / 1e6).replace(".", point);
    said();
  }

  function said() {
    const go = by("go");
    const words = go?.querySelector("span");
    if (!words) return;
    const value = by("number").value;
    words.textContent = read(value) === 0 ? go.dataset.none : go.dataset.words.replace("{n}", value);
  }

  function step(way) {
    const whole = read(by("number").dataset.whole);
    const now = read(by("number").value);
    if (way === "all" || Number.isNaN(now)) write(whole);
    else write(Math.min(Math.max(now + (way === "more" ? 1 : -1), 0), whole));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#pick-form button[name=do]");
    if (!button || !["less", "more", "all"].includes(button.value)) return;
    event.preventDefault();
    step(button.value);
  });

  document.addEventListener("input", (event) => { if (event.target.id === "number") said(); });

  // a scan ends with Enter: the thing in hand counts one, an empty one picks, all else the server reads
  function scan(event) {
    const field = event.target;
    const text = field.value.trim();
    const form = by("pick-form");
    if (!form) return;
    const codes = form.dataset.codes.toLowerCase().split("|");
    if (!text) { event.preventDefault(); by("go").click(); return; }
    if (!codes.includes(text.toLowerCase())) return;
    event.preventDefault();
    field.value = "";
    const counted = by("counted");
    const whole = read(by("number").dataset.whole);
    const now = Math.min(read(counted.value || "0") + 1, whole);
    write(now);
    counted.value = by("number").value;
    by("said").textContent = `${by("number").value} / ${by("number").dataset.whole}`;
    by("said").classList.remove("wrong");
  }

  document.addEventListener("keydown", (event) => {
    if (event.target.id === "scan" && event.key === "Enter") return scan(event);
    if (event.target.matches?.("input, select, textarea, button, a, summary")) return;
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && by("scan")) {
      event.stopPropagation();
      by("scan").focus();
    }
  }, true);

  function ready() {
    if (by("scan") && !document.querySelector(".alert:not([hidden])")) by("scan").focus({ preventScroll: true });
  }

  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => { if (by("offline")) by("offline").hidden = false; });
  }
  document.addEventListener("htmx:afterSettle", ready);
  document.addEventListener("DOMContentLoaded", ready);
})();
