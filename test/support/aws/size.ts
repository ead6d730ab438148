/** What CloudFormation puts in the place of a reference, in the longest of our names and regions: a queue's URL, a table's stream. Characters. */
const LONGEST = 96

/** How long a value of a template becomes, at most. Characters. */
export function sizeOf(value: unknown): number {
  return typeof value === 'string' ? value.length : JSON.stringify(written(value)).length
}

function written(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(written)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const [[key, inner] = ['', undefined]] = entries
  if (entries.length === 1 && /^(Ref|Fn::(GetAtt|ImportValue))$/.test(key)) return 'x'.repeat(LONGEST)
  if (entries.length === 1 && key === 'Fn::Join')
    return (inner as [string, unknown[]])[1].map(written).join((inner as [string])[0])
  return Object.fromEntries(entries.map(([name, of]) => [name, written(of)]))
}
