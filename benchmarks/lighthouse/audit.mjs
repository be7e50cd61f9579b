// Looks at pages as a phone on a slow line does. Reads {"addresses": […], "runs": n, "chromium": path} from its
// input; writes one line of JSON for each look: the scores, and what cost some of them.

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { text } from "node:stream/consumers";

const asked = JSON.parse(await text(process.stdin));
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const chrome = await launch({
  chromePath: asked.chromium,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  for (const address of asked.addresses) {
    for (let run = 0; run < asked.runs; run++) {
      // The presets of lighthouse are a phone of the middle class on a slow line.
      const result = await lighthouse(address, { port: chrome.port, output: "json", onlyCategories: CATEGORIES });
      if (!result) {
        throw new Error(`no result for ${address}`);
      }
      const { categories, audits, runtimeError } = result.lhr;
      const scores = CATEGORIES.map((name) => Math.round((categories[name].score ?? 0) * 100));
      const faults = Object.values(audits)
        .filter((audit) => audit.score !== null && audit.score < 0.9 && audit.scoreDisplayMode !== "informative")
        .map((audit) => audit.id);
      console.log(JSON.stringify({ address, scores, faults, error: runtimeError?.message ?? null }));
    }
  }
} finally {
  chrome.kill();
}
