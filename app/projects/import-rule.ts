/** Which issues of a project's repositories become tasks. None: only those that somebody names when making a task. */
export type ImportRule = { readonly kind: 'all' } | { readonly kind: 'label'; readonly label: string }

/** GitHub's own limit for the name of a label. */
const MAX_LABEL = 50

/** Reads `none`, `all` or `label:codexflow`; `undefined` when it is something else. */
export function parseImportRule(text: string): ImportRule | 'none' | undefined {
  const said = text.trim()
  if (/^none$/i.test(said)) return 'none'
  if (/^all$/i.test(said)) return { kind: 'all' }
  const label = /^label:\s*(\S(?:.*\S)?)$/i.exec(said)?.[1]
  return label === undefined || label.length > MAX_LABEL || label.includes(',') ? undefined : { kind: 'label', label }
}

/** The rule as it is typed: `all`, `label:codexflow`, `none`. */
export function importText(rule: ImportRule | undefined): string {
  if (rule === undefined) return 'none'
  return rule.kind === 'all' ? 'all' : `label:${rule.label}`
}

/** The rule in words: "all", or "those labelled codexflow". */
export function importWords(rule: ImportRule): string {
  return rule.kind === 'all' ? 'all' : `those labelled ${rule.label}`
}

/** Whether an issue with these labels falls under the rule. GitHub's labels differ in more than case. */
export function fallsUnder(rule: ImportRule | undefined, labels: readonly string[]): boolean {
  if (rule === undefined) return false
  const wanted = rule.kind === 'label' ? rule.label.toLowerCase() : undefined
  return wanted === undefined || labels.some((label) => label.toLowerCase() === wanted)
}
