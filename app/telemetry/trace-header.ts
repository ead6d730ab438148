const ROOT = /(?:^|;) *Root=(1-[0-9a-f]{8}-[0-9a-f]{24}) *(?:;|$)/
const PARENT = /(?:^|;) *Parent=([0-9a-f]{16}) *(?:;|$)/
const SAMPLED = /(?:^|;) *Sampled=([01]) *(?:;|$)/
/** Longer ones are nobody's. */
const LONGEST = 512

/**
 * A trace header of AWS X-Ray as we pass it on; `undefined` when it is none, whoever wrote it. `Lineage` goes: by it Lambda
 * counts how often a message came of itself, and stops it at 16; our deliveries wait by putting themselves back.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 */
export function traceHeader(raw: string | undefined): string | undefined {
  if (raw === undefined || raw.length > LONGEST) return undefined
  const root = ROOT.exec(raw)?.[1]
  if (root === undefined) return undefined
  const [parent, sampled] = [PARENT.exec(raw)?.[1], SAMPLED.exec(raw)?.[1]]
  return [
    `Root=${root}`,
    ...(parent === undefined ? [] : [`Parent=${parent}`]),
    ...(sampled === undefined ? [] : [`Sampled=${sampled}`]),
  ].join(';')
}

/** The id by which the trace is found: `1-` and when it began, in hexadecimal seconds, and chance. */
export function traceId(header: string): string {
  return ROOT.exec(header)?.[1] ?? ''
}
