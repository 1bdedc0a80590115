// Help beside any page: the links open a panel, the conversation asks for news while it is in sight. Without this they lead to pages.
"use strict";

(() => {
  const EVERY = 4000; // milliseconds between two questions for news
  const UNREAD_EVERY = 20000; // and for whether anybody has answered, on a page that stands open
  const panel = document.querySelector("#help");
  let opener = null;

  async function open(link) {
    opener = link;
    const at = encodeURIComponent(location.pathname);
    await htmx.ajax("GET", `${panel.dataset.from}?at=${at}`, { target: "#help", swap: "innerHTML" });
    if (!panel.open) panel.show();
    toEnd();
    panel.querySelector("#say, [data-close]")?.focus();
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

  // what the page asks by itself keeps nobody logged in
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.matches('.news, [hx-trigger^="every"]')) event.detail.headers["X-By-Itself"] = "1";
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

  // the mark beside Help and on the bubble: asked for while the page is looked at, and when one comes back to it
  let asking = panel?.dataset.unread && setInterval(count, UNREAD_EVERY);

  async function count() {
    if (!asking || document.visibilityState !== "visible") return;
    const answer = await fetch(panel.dataset.unread, { redirect: "manual", headers: { "X-By-Itself": "1" } }).catch(() => null);
    if (!answer) return; // no connection: another time
    if (!answer.ok) asking = clearInterval(asking); // logged out meanwhile: the next click says so
    else mark(answer.status === 200 ? (await answer.text()).trim() : "");
  }

  function mark(words) {
    for (const link of document.querySelectorAll(".help-link, .bubble")) {
      link.querySelector(".unread")?.remove();
      link.insertAdjacentHTML("beforeend", words);
    }
  }

  document.addEventListener("visibilitychange", count);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target.matches?.(".news") && document.querySelector(".unread")) count(); // what was seen counts no more
  });

  setInterval(() => {
    const news = document.querySelector(".news");
    if (news && document.visibilityState === "visible") htmx.trigger(news, "poll");
  }, EVERY);
  toEnd();
})();
