// Every way in which a page script can make its page, its tab or another one go to an address. An expression:
// a function from a name to a function that goes to `to`; without a name it returns all names.
(name, to) => {
  const add = (tag, properties) => {
    const made = Object.assign(document.createElement(tag), properties);
    document.body.append(made);
    return made;
  };
  const navigations = {
    "location": () => (location.href = to),
    "location-replace": () => location.replace(to),
    "link": () => add("a", { href: to, textContent: "x" }).click(),
    "link-top": () => add("a", { href: to, target: "_top", textContent: "x" }).click(),
    "link-blank": () => add("a", { href: to, target: "_blank", rel: "noopener", textContent: "x" }).click(),
    "download": () => add("a", { href: to, download: "x", textContent: "x" }).click(),
    "form": () => add("form", { action: to }).submit(),
    "form-post": () => add("form", { action: to, method: "POST" }).submit(),
    "form-top": () => add("form", { action: to, target: "_top" }).submit(),
    "refresh": () => {
      const meta = Object.assign(document.createElement("meta"), { httpEquiv: "refresh", content: `0;url=${to}` });
      document.head.append(meta);
    },
    "top-location": () => (top.location = to),
    "parent-location": () => (parent.location = to),
    "open-self": () => open(to, "_self"),
    "open-top": () => open(to, "_top"),
    "open-blank": () => open(to),
    "blob-refresh": () => {
      const page = `<meta http-equiv="refresh" content="0;url=${to}"><img src="${to}">`;
      location.href = URL.createObjectURL(new Blob([page], { type: "text/html" }));
    },
  };
  if (!name) return Object.keys(navigations);
  setTimeout(() => {
    try {
      navigations[name]();
    } catch {
      // Refused: what counts is what the server sees.
    }
  });
  return [];
}
