import { describe, expect, it } from 'vitest'
import { tableSchema } from '../../../app/dynamo/schema.ts'
import { type Grant, grants, indexNames, wildcards } from '../../../infra/grants.ts'
import { functions } from '../../../infra/topology.ts'

const all: readonly (readonly [string, readonly Grant[]])[] = Object.entries(grants)

describe('what each function may do', () => {
  it('is said of every function of the topology, and of no other', () => {
    expect(Object.keys(grants).toSorted()).toEqual(Object.keys(functions).toSorted())
  })

  it('names every action in full, for no `*` stands for one', () => {
    const actions = all.flatMap(([, granted]) => granted.flatMap(({ may }) => [...may]))
    expect(actions.filter((action) => !/^[a-z]+:[A-Z][A-Za-z]+$/.test(action))).toEqual([])
  })

  it.each(all)('is said of %s once', (_, granted) => {
    const said = granted.flatMap(({ may, ...resource }) => may.map((action) => JSON.stringify([resource, action])))
    expect(said.toSorted()).toEqual([...new Set(said)].toSorted())
  })

  it('knows every index of the table by its name', () => {
    const { GlobalSecondaryIndexes = [] } = tableSchema('codexflow')
    expect(GlobalSecondaryIndexes.map(({ IndexName }) => IndexName)).toEqual([...indexNames])
  })

  it('leaves a name open for four kinds of resource alone, and says why', () => {
    expect(wildcards.map(({ resource }) => resource)).toEqual(['mail-topics', 'schedules', 'traces', 'log-streams'])
    expect(wildcards.filter(({ why }) => why.length < 20)).toEqual([])
  })
})
