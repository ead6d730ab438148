import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import * as z from 'zod'

/** The highest numbers that GitHub has given out: of issues and pull requests by repository, and of comments. */
export type Highest = z.output<typeof highestSchema>
const highestSchema = z.strictObject({ issues: z.record(z.string(), z.int().min(1)), comments: z.int().min(0) })

/** What a webhook names by number; GitHub counts issues and pull requests of a repository as one. */
const numberedSchema = z.looseObject({
  repository: z.looseObject({ full_name: z.string() }),
  issue: z.looseObject({ number: z.int() }).optional(),
  pull_request: z.looseObject({ number: z.int() }).optional(),
  comment: z.looseObject({ id: z.int() }).optional(),
})

export type Numbers = {
  highest(): Highest
  /** Notes what a webhook names; on disk when it returns, so before the application hears of it. */
  note(payload: unknown): void
}

/**
 * The numbers given out so far, in `file`, because the application remembers them when this world does not. Without a
 * `file` they are forgotten with the world. Throws when the file cannot be read: going on from 1 would do harm.
 */
export function keptNumbers(file: string | undefined): Numbers {
  let highest = file === undefined ? NONE : kept(file)
  return {
    highest: () => highest,
    note: (payload) => {
      const named = numberedSchema.safeParse(payload)
      if (!named.success) return
      const next = raised(highest, named.data)
      if (next === highest) return
      highest = next
      if (file !== undefined) write(file, highest)
    },
  }
}

const NONE: Highest = { issues: {}, comments: 0 }

function raised(highest: Highest, named: z.output<typeof numberedSchema>): Highest {
  const { issue, pull_request: pull, comment } = named
  const repository = named.repository.full_name
  const before = highest.issues[repository] ?? 0
  const number = Math.max(before, issue?.number ?? 0, pull?.number ?? 0)
  const comments = Math.max(highest.comments, comment?.id ?? 0)
  if (number === before && comments === highest.comments) return highest
  return { issues: { ...highest.issues, ...(number === 0 ? {} : { [repository]: number }) }, comments }
}

function kept(file: string): Highest {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return NONE
    throw error
  }
  try {
    return highestSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new Error(`${file} does not hold GitHub's numbers. Repair it, or begin anew: npm start -- --fresh`, { cause })
  }
}

// The whole file or nothing of it.
function write(file: string, highest: Highest): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, JSON.stringify(highest, null, 2))
  renameSync(draft, file)
}
