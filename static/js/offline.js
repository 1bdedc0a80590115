// The worker behind every page: it keeps one page, and shows it where a page is asked for and there is no connection.
"use strict";

const PAGE = "/offline/";
const KEPT = "offline";

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll([PAGE, "SHEET"])));
});

self.addEventListener("fetch", (event) => {
  const asked = event.request;
  if (asked.mode === "navigate") event.respondWith(fetch(asked).catch(() => caches.match(PAGE)));
  else if (new URL(asked.url).pathname === "SHEET") event.respondWith(fetch(asked).catch(() => caches.match("SHEET")));
});
