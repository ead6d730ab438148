import type { Pace } from '../ports/ledger.ts'

/** GitHub asks for a second between writes. https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api */
const INTERVAL_MS = 1_000

/** What all writes of one installation share, whatever they write. */
export function paceOf(installation: number): Pace {
  return { name: `github#${installation}`, intervalMs: INTERVAL_MS }
}

/** Between visits that are put down together, so that GitHub is not asked a thousand things at once. Milliseconds. */
export const BETWEEN_VISITS = 2_000

/** `owner/name` as GitHub's routes take it. */
export function ownerAndRepo(fullName: string): { readonly owner: string; readonly repo: string } {
  const [owner = '', repo = ''] = fullName.split('/')
  return { owner, repo }
}
