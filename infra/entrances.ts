/**
 * What each way in takes, by path: the edge and the API hold to it before a function runs. Data only; a test compares the
 * sizes with those of the doors themselves.
 */
export type Entrance = {
  /**
   * Whether Slack or GitHub sign what they send there. A firewall judges such a body by nothing: it may hold anybody's code,
   * and it comes from the few addresses of one sender.
   */
  readonly signed: boolean
  /** Bytes of the largest body that its door takes. */
  readonly bodyBytes: number
  /** Requests a second, and at once, of everybody together; absent: as many as the whole API. */
  readonly limit?: { readonly rate: number; readonly burst: number }
}

/** People press these, one at a time. */
const PRESSED = { rate: 50, burst: 100 }

export const entrances: Readonly<Record<string, Entrance>> = {
  '/slack/events': { signed: true, bodyBytes: 1_000_000 },
  '/github/webhooks': { signed: true, bodyBytes: 10_000_000 },
  '/slack/install': { signed: false, bodyBytes: 0, limit: PRESSED },
  '/slack/oauth': { signed: false, bodyBytes: 0, limit: PRESSED },
  '/github/link': { signed: false, bodyBytes: 2_000, limit: PRESSED },
  '/github/oauth': { signed: false, bodyBytes: 0, limit: PRESSED },
  '/health': { signed: false, bodyBytes: 0, limit: { rate: 20, burst: 20 } },
}
