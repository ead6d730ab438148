/** The fields of a secret's JSON object that hold something. What is no object has none. */
export function filledFields(text: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
    return Object.entries(value).flatMap(([field, held]) => (held === '' || held === null ? [] : [field]))
  } catch {
    return []
  }
}
