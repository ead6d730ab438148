import { idleTable, linesTable, modelsTable, optionsTable, sizesTable } from './bill-tables.ts'
import type { Units } from './quantities.ts'
import type { Table } from './table.ts'
import { actionsTable, assumptionsTable, handoffTable, pricesTable } from './unit-tables.ts'

/** Every table of the page and of the terminal, by name. */
export function tables(units: Units) {
  return {
    sizes: () => sizesTable(units),
    idle: () => idleTable(units),
    options: () => optionsTable(units),
    models: () => modelsTable(units),
    handoff: () => handoffTable(units),
    actions: () => actionsTable(units),
    assumptions: () => assumptionsTable(),
    company: () => linesTable(units),
    prices: () => pricesTable(),
  } satisfies Readonly<Record<string, () => Table>>
}
export type TableName = keyof ReturnType<typeof tables>
