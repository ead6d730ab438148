import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The bytes that GitHub signed, made again from what a webhook proxy kept of them. smee.io reads a webhook and writes it
 * anew, so what comes is the same JSON and perhaps not the same bytes; GitHub's are compact, and differ from ours in the
 * capitals of escapes such as `\u001B` alone. Whichever writing the signature fits is passed on; the door then verifies
 * it once more. Undefined when it fits none: the secret is another, or the proxy has changed more than we know of.
 * https://github.com/octokit/webhooks.js/issues/71, https://github.com/probot/smee.io/issues/8
 */
export function signedBytes(body: unknown, signature: string, secret: string): string | undefined {
  const compact = JSON.stringify(body)
  // An escaped backslash before a `u` is no escape of ours.
  const capitals = compact.replace(/\\(u[\da-f]{4}|.)/g, (whole, rest: string) => {
    return rest.length === 5 ? `\\u${rest.slice(1).toUpperCase()}` : whole
  })
  return [compact, capitals].find((text) => fits(text, signature, secret))
}

function fits(text: string, signature: string, secret: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(text).digest('hex')}`)
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
