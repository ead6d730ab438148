import { visibleLine } from './invisible.ts'

/** What reads as the name of a host, in ordinary and full-width dots; at least two letters behind the last one. */
const HOST_LIKE = /[\p{L}\p{N}-]{1,63}(?:[.。][\p{L}\p{N}-]{1,63}){0,8}[.。]\p{L}{2,63}/gu
const LONGEST = 200

/**
 * The words of a link to `url`: the label, and behind it the host where the label reads as if the link led elsewhere.
 * Labels and addresses come from the same stranger, and readers go by the label.
 */
export function honestLabel(label: string, url: string): string {
  const words = visibleLine(label)
  const host = URL.parse(url)?.hostname
  if (host === undefined) return words
  const named = words.slice(0, LONGEST).normalize('NFKC').match(HOST_LIKE) ?? []
  const misleads = named.some((name) => name.toLowerCase() !== host) || words.includes('://')
  return misleads ? `${words} (${host})` : words
}
