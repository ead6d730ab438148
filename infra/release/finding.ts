/** What a check has found: all well, something missing and what to do about it, or nothing, because it could not look. */
export type Finding = { readonly what: string } & (
  | { readonly state: 'there'; readonly found: string }
  /** `comes`: the data stack of this very deployment makes it, and it may have to be filled afterwards. */
  | { readonly state: 'missing'; readonly missing: string; readonly todo: string; readonly comes?: true }
  | { readonly state: 'unseen'; readonly why: string }
)

/** All findings in words: what is there in a line each, what is missing with what to do. */
export function findingWords(findings: readonly Finding[]): string {
  return findings.map(wordsOf).join('\n')
}

/** Whether nothing keeps us from going on. */
export function isReady(findings: readonly Finding[]): boolean {
  return findings.every(({ state }) => state === 'there')
}

/** Whether what is missing comes with the data stack, and nothing else keeps us from making that. */
export function comesWithData(findings: readonly Finding[]): boolean {
  const missing = findings.filter(({ state }) => state !== 'there')
  return missing.some(isComing) && missing.every((finding) => isComing(finding) || finding.what.startsWith('secret '))
}

function isComing(finding: Finding): boolean {
  return finding.state === 'missing' && finding.comes === true
}

function wordsOf(finding: Finding): string {
  const { what } = finding
  switch (finding.state) {
    case 'there':
      return `  ok      ${what}: ${finding.found}`
    case 'missing':
      return `  MISSING ${what}: ${finding.missing}\n          -> ${finding.todo}`
    case 'unseen':
      return `  ?       ${what}: ${finding.why}`
  }
}
