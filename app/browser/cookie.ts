/** The part of an API Gateway HTTP API event (payload format 2.0) that the doors for browsers read. */
export type BrowserEvent = {
  readonly rawPath: string
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | undefined
  readonly cookies?: readonly string[] | undefined
}

/** What a browser keeps for us between two pages, under one name. */
export type Cookie = {
  /** `Set-Cookie` that keeps `value` for so many milliseconds. */
  set(value: string, forMs: number): string
  /** `Set-Cookie` that takes it back. */
  readonly gone: string
  /** What the browser brought; empty when nothing. */
  read(event: Pick<BrowserEvent, 'cookies'>): string
}

/**
 * `Lax`: it comes along when another site leads here, but not with a form that another site sends. `__Host-`: only this very
 * host can set it, over TLS alone (browsers take a laptop's own address for safe).
 * https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie
 */
const RULES = 'Path=/; HttpOnly; Secure; SameSite=Lax'

/** The cookie of that name: `link` is `__Host-codexflow-link`. */
export function hostCookie(name: string): Cookie {
  const full = `__Host-codexflow-${name}`
  return {
    set: (value, forMs) => `${full}=${value}; Max-Age=${forMs / 1000}; ${RULES}`,
    gone: `${full}=; Max-Age=0; ${RULES}`,
    read: ({ cookies = [] }) => cookies.find((cookie) => cookie.startsWith(`${full}=`))?.slice(full.length + 1) ?? '',
  }
}
