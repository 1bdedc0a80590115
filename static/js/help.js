// Help beside any page: the links open a panel, the conversation asks for news while it is in sight. Without this they lead to pages.
"use strict";

(() => {
  const EVERY = 4000; // milliseconds between two questions for news
  const panel = document.querySelector("#help");
  let opener = null;

  async function open(link) {
    opener = link;
    const at = encodeURIComponent(location.pathname);
    await htmx.ajax("GET", `${panel.dataset.from}?at=${at}`, { target: "#help", swap: "innerHTML" });
    if (!panel.open) panel.show();
    toEnd();
    panel.querySelector("#say, [data-close]")?.focus();
    for (const mark of document.querySelectorAll(".unread")) mark.remove();
  }

  function close() {
    panel.close();
    panel.replaceChildren();
    opener?.focus();
  }

  function toEnd() {
    const said = document.querySelector("#said");
    if (said) said.scrollTop = said.scrollHeight;
    const scrolls = panel?.querySelector(".scrolls");
    if (scrolls) scrolls.scrollTop = scrolls.scrollHeight;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-help]");
    if (link && panel && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      panel.open ? close() : open(link);
    } else if (event.target.closest("#help [data-close]")) close();
    const canned = event.target.closest("[data-say]");
    if (canned) {
      const field = document.querySelector("#say");
      field.value = canned.dataset.say;
      field.focus();
    }
  });
  panel?.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); close(); } });

  // Enter sends, Shift+Enter makes a new line
  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "say" || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.target.form.requestSubmit(event.target.form.querySelector("button.primary"));
  });

  document.addEventListener("change", (event) => {
    if (event.target.name !== "files") return;
    const words = event.target.closest("form").querySelector(".chosen");
    if (words) words.textContent = [...event.target.files].map((file) => file.name).join(", ");
  });

  document.addEventListener("htmx:configRequest", (event) => {
    if (!event.target.matches?.(".news")) return;
    const said = [...document.querySelectorAll("#said .msg")];
    event.detail.parameters.after = said.at(-1)?.dataset.id ?? "0";
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "said" || event.target.id === "thread") {
      document.querySelector("#said .first")?.remove();
      toEnd();
    }
  });

  setInterval(() => {
    const news = document.querySelector(".news");
    if (news && document.visibilityState === "visible") htmx.trigger(news, "poll");
  }, EVERY);
  toEnd();
})();
