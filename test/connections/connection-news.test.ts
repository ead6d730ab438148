import { describe, expect, it } from 'vitest'
import { type NewsPorts, tellConnectionNews } from '../../app/connections/connection-news.ts'
import { Fault } from '../../app/errors.ts'
import { silentLog } from '../../app/log.ts'
import type { AwayReason, ConnectionNews } from '../../app/projects/connection.ts'
import type { ConnectedRepository, Project } from '../../app/projects/project.ts'
import { connectionNews } from '../../app/verbs/words/connection-news.ts'
import { directoryMemory } from '../support/memory-directory.ts'
import { PROJECT } from '../support/orchestration.ts'
import { WORKSPACE } from '../support/tasks.ts'

const since = '2026-06-01T08:00:00.000Z'
const LENA = { workspace: WORKSPACE, id: 'per_lena', name: 'Lena', role: 'lead', slackUser: 'U0LENA' } as const

function aRepository(id: number, more: Partial<ConnectedRepository> = {}): ConnectedRepository {
  return { id, fullName: `northwind/r${id}`, installation: 7, ...more }
}
const AWAY = { away: { why: 'suspended', since }, untold: 'away' } as const

/** A project with these repositories, and what is said about them. */
function stage(repositories: readonly ConnectedRepository[], more: Partial<Project> = {}) {
  const project: Project = { ...PROJECT, lead: LENA.id, repositories, ...more }
  const directory = directoryMemory({ people: [LENA], projects: [project] })
  const said: string[] = []
  let failing: Error | undefined
  const say: NewsPorts['say'] = async (place, { key }, news, lead) => {
    if (failing !== undefined) throw failing
    said.push([place, key, ...news.map(({ fullName, untold }) => `${fullName} ${untold}`), lead].join(' '))
  }
  return {
    said,
    fails: (error: Error | undefined) => {
      failing = error
    },
    tell: () => tellConnectionNews({ directory, say, log: silentLog }, WORKSPACE, project.key),
  }
}

describe('news of connections', () => {
  it('are told once, all together, where the project lives', async () => {
    const here = stage([aRepository(1, AWAY), aRepository(2), aRepository(3, { untold: 'renamed' })])
    await Promise.all([here.tell(), here.tell()])
    await here.tell()
    expect(here.said.join(' ').match(/away|renamed/g)).toEqual(['away', 'renamed'])
    expect(here.said[0]).toMatch(/^C0HOME .* U0LENA$/)
  })

  it('go to the lead where the project has no channel, and nowhere where it has neither', async () => {
    const { homeChannel: _, ...homeless } = PROJECT
    const project = { ...homeless, lead: LENA.id, repositories: [aRepository(1, AWAY)] }
    const said: string[] = []
    const say: NewsPorts['say'] = async (place) => void said.push(place)
    for (const each of [project, { ...project, lead: 'per_nobody' } as const]) {
      const directory = directoryMemory({ people: [LENA], projects: [each] })
      await tellConnectionNews({ directory, say, log: silentLog }, WORKSPACE, each.key)
    }
    expect(said).toEqual(['U0LENA'])
  })

  it('come again when Slack surely did not take them, and never when it may have', async () => {
    const here = stage([aRepository(1, AWAY)])
    here.fails(new Fault('Slack did not take a call', { status: 429 }))
    await expect(here.tell()).rejects.toThrow('Slack did not take a call')
    here.fails(undefined)
    await here.tell()
    expect(here.said).toHaveLength(1)

    const other = stage([aRepository(1, AWAY)])
    other.fails(new Fault('Slack gave no answer'))
    await other.tell()
    other.fails(undefined)
    await other.tell()
    expect(other.said).toEqual([])
  })
})

describe('the words', () => {
  const words = (...news: readonly ConnectedRepository[]) => {
    const { lines, last } = connectionNews({ key: 'UAPI' }, news, 'U0LENA')
    return [...lines, ...last].join('\n')
  }
  const away = (why: AwayReason) => aRepository(1, { away: { why, since }, untold: 'away' })
  const told = (untold: ConnectionNews, more: Partial<ConnectedRepository> = {}) => aRepository(2, { untold, ...more })

  it('say what happened, what it means and what to do', () => {
    expect(words(away('suspended'))).toMatchInlineSnapshot(`
      "<@U0LENA>: News from the repositories of *UAPI*.
      • *northwind/r1* is out of reach: CodexFlow is suspended there. An owner lifts that in GitHub, under Settings, GitHub Apps, CodexFlow.
      Tasks stay as they are, and whoever would be told in GitHub is told in Slack.
      You read this because you are where UAPI lives. How all of them stand: \`/codexflow project show UAPI\`"
    `)
    const others = (['uninstalled', 'gone', 'archived', 'moved'] as const).map(away)
    expect(words(...others)).toMatchInlineSnapshot(`
      "<@U0LENA>: News from the repositories of *UAPI*.
      • *northwind/r1* is out of reach: CodexFlow was uninstalled there. If that was not meant, an owner installs the app again; everything is here then, as it was.
      • *northwind/r1* is out of reach: it was deleted, or taken from the repositories that CodexFlow may see. If it still exists, an owner gives it back to the app in GitHub, under Settings, GitHub Apps, CodexFlow.
      • *northwind/r1* is out of reach: it is archived. If the work is over, \`/codexflow project archive UAPI\` puts the project away too; if not, an owner unarchives it.
      • *northwind/r1* is out of reach: it belongs to another owner now. It counts here again once one of its admins connects it: \`/codexflow project connect northwind/r1 project:UAPI\`
      Tasks stay as they are, and whoever would be told in GitHub is told in Slack.
      You read this because you are where UAPI lives. How all of them stand: \`/codexflow project show UAPI\`"
    `)
  })

  it('mention nobody where nobody has to do anything', () => {
    const renamed = told('renamed', { nameNow: 'northwind/accounts' })
    expect(words(renamed, told('back'))).toMatchInlineSnapshot(`
      "News from the repositories of *UAPI*.
      • *northwind/r2* is called *northwind/accounts* now. There is nothing to do: its tasks, messages and links go on.
      • *northwind/r2* is back. What was missed meanwhile is being read.
      You read this because you are where UAPI lives. How all of them stand: \`/codexflow project show UAPI\`"
    `)
  })

  it('name what is not granted, and who can', () => {
    expect(words(told('lacks', { lacks: ['checks: write', 'pull_requests: read'] }))).toMatchInlineSnapshot(`
      "<@U0LENA>: News from the repositories of *UAPI*.
      • *northwind/r2*: GitHub has not granted Checks (write) and Pull requests (read) yet, so what needs it does not happen. An owner of the repository accepts it in GitHub, under Settings, GitHub Apps, CodexFlow.
      You read this because you are where UAPI lives. How all of them stand: \`/codexflow project show UAPI\`"
    `)
  })

  it('stay short, however many there are', () => {
    const many = Array.from({ length: 40 }, (_, id) => aRepository(id + 1, { untold: 'back' }))
    expect(words(...many)).toContain('…and 30 more.')
  })
})
