// What `build.py --serve` answers for the service worker. Whoever looked at a built site on this port before has one
// that would go on showing that build; this one takes its place, forgets what was kept, and goes.

const worker = /** @type {any} */ (self);

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(retire()));

async function retire() {
  for (const name of await caches.keys()) await caches.delete(name);
  await worker.registration.unregister();
  for (const page of await worker.clients.matchAll({ type: "window", includeUncontrolled: true })) {
    await page.navigate(page.url).catch(() => null); // it was left meanwhile
  }
}
