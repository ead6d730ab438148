import { describe, expect, it } from 'vitest'
import { personId } from '../../app/projects/person.ts'
import { channelOf } from '../../app/projects/project.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import { WORKSPACE } from '../support/tasks.ts'

describe("a person's id", () => {
  it('is the same for the same address however it is typed, and never shows it', () => {
    expect(personId(WORKSPACE, ' Devi@Northwind.test ')).toBe(personId(WORKSPACE, 'devi@northwind.test'))
    expect(personId(WORKSPACE, 'devi@northwind.test')).toMatch(/^per_[0-9a-f]{20}$/)
  })

  it('differs between people and between workspaces', () => {
    expect(personId(WORKSPACE, 'ben@northwind.test')).not.toBe(personId(WORKSPACE, 'devi@northwind.test'))
    expect(personId(workspaceOf('T0OTHER'), 'ben@northwind.test')).not.toBe(personId(WORKSPACE, 'ben@northwind.test'))
  })
})

describe('the channel of a task that nobody has', () => {
  const channels = { homeChannel: 'C0HOME', phaseChannels: { qa: 'C0QA' } }

  it("is the team's, else the project's home, else none", () => {
    expect(channelOf(channels, 'qa')).toBe('C0QA')
    expect(channelOf(channels, 'backend')).toBe('C0HOME')
    expect(channelOf({ phaseChannels: {} }, 'backend')).toBeUndefined()
  })
})
