import type { IncomingHttpHeaders } from 'node:http'

const HERE = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * Whether a request to a server on loopback comes from a program of this machine, and not from a page of the web that somebody
 * looks at meanwhile: that names itself as the origin, or has given its own name the address of this machine (DNS rebinding).
 */
export function isFromHere({ host, origin }: Pick<IncomingHttpHeaders, 'host' | 'origin'>): boolean {
  return isLoopback(`http://${host}`) && (origin === undefined || isLoopback(origin))
}

// All names below `localhost` are this machine's: https://www.rfc-editor.org/rfc/rfc6761#section-6.3
function isLoopback(url: string): boolean {
  const name = URL.parse(url)?.hostname ?? ''
  return HERE.has(name) || name.endsWith('.localhost')
}
