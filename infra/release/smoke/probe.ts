/** A request as it goes out. */
export type Sent = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** What came back. Redirects are not followed. */
export type Answer = {
  readonly status: number
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** One thing that must hold of a running CodexFlow, whatever it is doing. `fault` says in words what does not. */
export type Probe = {
  readonly what: string
  readonly send: Sent
  readonly fault: (answer: Answer) => string | undefined
}

/** Holds when the status is one of these. */
export function answers(...statuses: readonly number[]): Probe['fault'] {
  return ({ status }) => (statuses.includes(status) ? undefined : `answered ${status}, not ${statuses.join(' or ')}`)
}

/** Holds when all hold; tells the first fault. */
export function all(...faults: readonly Probe['fault'][]): Probe['fault'] {
  return (answer) => {
    for (const fault of faults) {
      const found = fault(answer)
      if (found !== undefined) return found
    }
    return undefined
  }
}

/** Holds when the body is this JSON, or an object that has these fields. */
export function says(wanted: Readonly<Record<string, unknown>>): Probe['fault'] {
  return ({ body }) => {
    const said = objectOf(body)
    const wrong = Object.entries(wanted).find(([field, value]) => said?.[field] !== value)
    return wrong === undefined ? undefined : `did not say ${wrong[0]}: ${JSON.stringify(wrong[1])}`
  }
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
