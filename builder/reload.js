// What `build.py --serve` adds to each page of the guide: loads it again after a build, and lays what went
// wrong over the last good page. It is in no built file.

(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const shown = new URL(script.src).searchParams.get("v");
  const events = new EventSource("/_live/events");

  /** @param {string} text */
  function tell(text) {
    const old = document.getElementById("build-error");
    const box = old ?? document.createElement("div");
    box.id = "build-error";
    box.setAttribute("role", "alert");
    box.textContent = text;
    // By the object model, which no content security policy forbids.
    Object.assign(box.style, {
      position: "fixed",
      inset: "auto 0 0 0",
      maxHeight: "60vh",
      overflow: "auto",
      zIndex: "99",
      padding: "16px",
      background: "#7a1610",
      color: "#fff",
      font: "15px/1.6 ui-monospace, monospace",
      whiteSpace: "pre-wrap",
      overflowWrap: "anywhere",
    });
    if (!old) {
      document.body.append(box);
    }
  }

  events.addEventListener("message", (event) => {
    const { version, error } = JSON.parse(event.data);
    if (error !== null) {
      tell(error);
    } else if (version !== shown || document.getElementById("build-error")) {
      events.close();
      location.reload();
    }
  });
})();
