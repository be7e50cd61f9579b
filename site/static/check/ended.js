// Notices that the browser, or the phone's system, ended this page while it was open: a page that is left says so
// itself. Only that it was open is noted, in the tab's own storage, to which the sealed frame has no access.

const OPEN = "gradphoto-open";

/** @returns {boolean} whether this tab's last visit ended without a word */
export function wasEnded() {
  try {
    const ended = sessionStorage.getItem(OPEN) !== null;
    const note = () => sessionStorage.setItem(OPEN, "");
    window.addEventListener("pagehide", () => sessionStorage.removeItem(OPEN));
    window.addEventListener("pageshow", note); // also when it is shown again as it was left
    note();
    return ended;
  } catch {
    return false; // a browser that keeps nothing
  }
}
