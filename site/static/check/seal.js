// Appends the second policy, and proves that it holds: each way out is tried and must be refused by policy.
// Of the frame's trusted base, together with bootstrap.js.
// A policy's report is a task of its own and follows the refusal; this is ample for a slow phone.
const REPORT_MS = 3000;

/** Adds a policy to this document. Policies only add up: nothing can widen it again. @param {string} policy */
export function appendPolicy(policy) {
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = policy;
  document.head.append(meta);
}

/** What is tried, by the directive that refuses it. @type {Record<string, (address: string) => Promise<unknown>>} */
const WAYS_OUT = {
  "connect-src": (address) => fetch(address, { cache: "no-store" }),
  "script-src": (address) => import(address),
  "img-src": (address) => {
    const image = new Image();
    image.src = address;
    return image.decode();
  },
};

/**
 * Try each way out to an address of this site. Being offline is no proof: only a refusal that the browser
 * reports as a violation of an enforced policy counts.
 * @param {string} address
 * @returns {Promise<void>} rejects with the directive that was not enforced
 */
export async function proveSealed(address) {
  for (const [directive, attempt] of Object.entries(WAYS_OUT)) {
    const refusal = policyRefusal(directive);
    const reached = await attempt(address).then(() => true, () => false);
    if (reached || !(await refusal)) throw new Error(directive);
  }
}

/**
 * @param {string} directive
 * @returns {Promise<boolean>} whether a violation of the directive was reported in time
 */
function policyRefusal(directive) {
  return new Promise((resolve) => {
    /** @param {SecurityPolicyViolationEvent} event */
    const heard = (event) => {
      if (event.disposition === "enforce" && event.effectiveDirective.startsWith(directive)) finish(true);
    };
    const timer = setTimeout(() => finish(false), REPORT_MS);
    /** @param {boolean} refused */
    const finish = (refused) => {
      clearTimeout(timer);
      document.removeEventListener("securitypolicyviolation", heard);
      resolve(refused);
    };
    document.addEventListener("securitypolicyviolation", heard);
  });
}
