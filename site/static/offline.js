"use strict";
// On the guide's pages: lets the browser keep the site for visits without a network, and says when a new release
// is there. A classic script; the checker page does not have it, so that nothing changes under a check.
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const english = document.documentElement.lang === "en";
  const t = (/** @type {string} */ zh, /** @type {string} */ en) => (english ? en : zh);
  const { serviceWorker } = navigator;
  if (!serviceWorker || !window.isSecureContext) return;

  /** @param {ServiceWorkerRegistration} registration */
  function offer(registration) {
    if (document.getElementById("update")) return;
    const notice = document.createElement("p");
    notice.id = "update";
    notice.className = "notice";
    notice.setAttribute("role", "status");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small";
    button.textContent = t("换成新版", "Use the new version");
    // Without the old release, the page loads the new one; other pages that are open keep what they have.
    button.addEventListener("click", async () => {
      button.disabled = true;
      await registration.unregister();
      location.reload();
    });
    notice.append(t("本站有新版。", "There is a new version of this site. "), button);
    document.getElementById("main")?.prepend(notice);
  }

  window.addEventListener("load", async () => {
    try {
      const registration = await serviceWorker.register(new URL("../sw.js", script.src));
      const watch = (/** @type {ServiceWorker | null} */ found) => {
        if (found?.state === "installed" && registration.active) offer(registration);
        found?.addEventListener("statechange", () => {
          if (found.state === "installed" && registration.active) offer(registration);
        });
      };
      watch(registration.waiting ?? registration.installing);
      registration.addEventListener("updatefound", () => watch(registration.installing));
    } catch {
      // no storage, as in private windows, or a host without the file: the site works all the same
    }
  });
})();
