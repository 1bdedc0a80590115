// Counting by thumb: less and more change the number in place. Without a script the same buttons ask the server.
"use strict";

(() => {
  const point = (1.5).toLocaleString(document.documentElement.lang).includes(",") ? "," : ".";
  const read = (text) => Number(text.replace(/\s/g, "").replace(",", "."));
  const spell = (number) => String(Math.round(number * 1e6) / 1e6).replace(".", point);

  function say() {
    const go = document.getElementById("go");
    const words = go?.querySelector("span");
    if (words) words.textContent = go.dataset.words.replace("{n}", document.querySelector("[data-count]").value);
  }

  document.addEventListener("input", (event) => { if (event.target.matches("[data-count]")) say(); });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-step]");
    const input = button && document.querySelector("[data-count]");
    if (!input) return;
    const number = read(input.value || "0");
    if (Number.isNaN(number)) return;
    event.preventDefault();
    input.value = spell(Math.max(0, number + Number(button.dataset.step)));
    say();
  });

  // a scan of the thing in hand counts one, without asking the server; all else the server reads
  document.addEventListener("keydown", (event) => {
    const codes = document.getElementById("count")?.dataset.codes;
    const input = document.querySelector("[data-count]");
    if (event.target.id !== "scan" || event.key !== "Enter" || !codes || !input) return;
    const text = event.target.value.trim().toLowerCase();
    if (!text || !codes.toLowerCase().split("|").includes(text)) return;
    event.preventDefault();
    event.target.value = "";
    const counted = document.getElementById("counted");
    input.value = spell((read(input.value || "0") || 0) + 1);
    if (counted) counted.value = input.value;
    say();
  });

  // a scanner types where the cursor is: keep it in the scan field unless somebody is typing a number
  document.addEventListener("keydown", (event) => {
    const scan = document.getElementById("scan");
    if (scan && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.target.matches("input, select, textarea")) scan.focus();
  });
})();
