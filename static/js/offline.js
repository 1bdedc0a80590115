// The worker behind every page: it keeps one page in each language, and shows it where a page is asked for and there is no connection.
"use strict";

const PAGE = "/offline/?language=";
const KEPT = "offline-2";
const SPOKEN = "/offline/spoken"; // no address of ours: under it stands the language of the last page that came
const LANGUAGES = "LANGUAGES";

let spoken = "";

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll([...LANGUAGES.map((code) => PAGE + code), "SHEET"])));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)))));
});

async function hear(answer) {
  const said = answer.headers.get("Content-Language");
  if (!LANGUAGES.includes(said) || said === spoken) return;
  spoken = said;
  await (await caches.open(KEPT)).put(SPOKEN, new Response(said));
}

async function without() {
  const said = spoken || (await (await caches.match(SPOKEN))?.text()) || navigator.language.slice(0, 2).replace(/n[on]/, "nb");
  return caches.match(PAGE + (LANGUAGES.includes(said) ? said : "en"));
}

self.addEventListener("fetch", (event) => {
  const asked = event.request;
  if (asked.mode === "navigate") {
    const answer = fetch(asked);
    event.waitUntil(answer.then(hear).catch(() => {}));
    event.respondWith(answer.catch(without));
  } else if (new URL(asked.url).pathname === "SHEET") event.respondWith(fetch(asked).catch(() => caches.match("SHEET")));
});
