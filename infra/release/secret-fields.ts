/** The fields of a secret's JSON object that hold something. What is no object has none. */
export function filledFields(text: string): readonly string[] {
  return Object.entries(fieldsOf(text)).flatMap(([field, held]) => (held === '' || held === null ? [] : [field]))
}

/** The text in one field of a secret's JSON object; nothing when there is none. */
export function textField(text: string, field: string): string | undefined {
  const held = fieldsOf(text)[field]
  return typeof held === 'string' && held !== '' ? held : undefined
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {}
  } catch {
    return {}
  }
}
