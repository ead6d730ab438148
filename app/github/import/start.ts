import { type ImportState, isOver, newImport } from '../../ports/imports.ts'
import { canonical } from '../../tasks/ordinal.ts'
import { goOn, type ImportPorts } from './run.ts'

/**
 * Begins to bring in the history of a repository. One that is under way by the same rule goes on, with a new message in case its
 * own was lost; by another rule, and once it is over, it begins anew and finds what is there already.
 */
export async function startImport(
  ports: Pick<ImportPorts, 'book' | 'later' | 'tell' | 'now'>,
  wanted: Parameters<typeof newImport>[0],
): Promise<'begun' | 'goes-on'> {
  for (;;) {
    const seen = await ports.book.load(wanted.workspace, wanted.repository.id)
    if (seen !== undefined && (seen.run === wanted.run || goesOn(seen, wanted))) {
      if (!isOver(seen)) await goOn(ports, seen)
      return seen.run === wanted.run ? 'begun' : 'goes-on'
    }
    const begun = newImport(wanted)
    if (!(await ports.book.save(begun, seen))) continue
    await goOn(ports, begun)
    return 'begun'
  }
}

function goesOn(seen: ImportState, { rule, project }: Pick<ImportState, 'rule' | 'project'>): boolean {
  return !isOver(seen) && seen.project === project && canonical(seen.rule) === canonical(rule)
}
