/** Headers of every answer: pages, data, files and errors. */
export const securityHeaders = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** For answers that aren't pages: nothing in them may run, load or be framed. */
export const inertPolicy = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Two years, including subdomains. Browsers obey it only over HTTPS, so it is sent only there. */
export const strictTransport = "max-age=63072000; includeSubDomains";

/** For a page: scripts run only with this request's nonce. */
export function pagePolicy(nonce: string, { development }: { development: boolean }) {
  return [
    "default-src 'self'",
    // React's development build evaluates code to show server stacks.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
