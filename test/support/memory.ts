import type { PersonDays } from '../../app/ports/digests.ts'
import type { Directory } from '../../app/ports/directory.ts'
import { daysMemory } from './memory-days.ts'
import { type DirectoryGiven, directoryMemory } from './memory-directory.ts'
import { type IssueMemory, issueMemory } from './memory-issues.ts'
import { type LedgerMemory, ledgerMemory } from './memory-ledger.ts'
import { type TaskMemory, taskMemory } from './memory-log.ts'

/** Everything that the table holds, in memory and with the table's conditions: for tests of the core. */
export type Memory = TaskMemory &
  LedgerMemory & { readonly directory: Directory; readonly days: PersonDays; readonly issues: IssueMemory }

/** An empty world, but for the people, projects and settings given. Tasks come by `seed` or through the ports. */
export function memory(given: DirectoryGiven = {}): Memory {
  const issues = issueMemory()
  return { issues, ...taskMemory(issues), ...ledgerMemory(), directory: directoryMemory(given), days: daysMemory() }
}
