import { personId } from '../../../app/projects/person.ts'
import { workspaceOf } from '../../../app/tasks/workspace.ts'
import { add, handedOver, NUDGED, pair, pullOf } from './ground.ts'
import type { Stage } from './stage.ts'

/** Plays one action: prepares what it needs, then does the work inside `counted`, once. */
export type Action = {
  readonly about: string
  /** How many of it the work is, when not one. */
  readonly many?: number
  /** `round` counts from 0. */
  readonly play: (stage: Stage, counted: Count, round: number) => Promise<void>
}
type Count = (work: () => Promise<unknown>) => Promise<void>

/**
 * Everything that is counted, in the order in which it is played. The last ones happen ahead of the clock, and whoever is
 * told something there can be told nothing more in the present.
 */
export const actions = {
  mine: {
    about: '`mine`: a slash command that reads',
    play: (stage, counted) => counted(() => stage.slack('gaius', 'mine')),
  },
  why: {
    about: '`why`: what a task waits for',
    play: async (stage, counted) => {
      const task = await add(stage, 'devi')
      await counted(() => stage.slack('devi', `why ${task}`))
    },
  },
  home: { about: 'the Home tab is opened', play: (stage, counted) => counted(() => stage.home('gaius')) },
  'task-added': {
    about: 'a task is added that waits for another',
    play: async (stage, counted) => {
      const first = await add(stage, 'devi')
      await counted(() => add(stage, 'gaius', `after:${first}`))
    },
  },
  'task-started': {
    about: 'a task is begun by its receiver: the message shows it',
    play: async (stage, counted) => {
      const task = await handedOver(stage)
      await counted(() => stage.slack('gaius', `start ${task}`))
    },
  },
  'done-0': { about: '`done`, and nobody waits', play: (stage, counted) => done(stage, counted, 0) },
  'done-1': { about: '`done`, and one person is told in Slack', play: (stage, counted) => done(stage, counted, 1) },
  'done-3': { about: '`done`, and three people are told in Slack', play: (stage, counted) => done(stage, counted, 3) },
  'done-1-issue': {
    about: '`done`, and one person is told in Slack and on the issue of the task',
    play: async (stage, counted) => {
      const first = await add(stage, 'devi')
      const issue = await stage.github.openIssue('amy', stage.repository, 'Implement the endpoints')
      await add(stage, 'gaius', `after:${first} issue:${stage.repository}#${issue}`)
      await counted(() => stage.slack('devi', `done ${first}`))
    },
  },
  accepted: {
    about: '_Got it_ is clicked on a hand-off',
    play: async (stage, counted) => {
      await handedOver(stage)
      const message = (await stage.dms('gaius')).at(-1)
      if (message === undefined) throw new Error('Gaius was told nothing.')
      await counted(() => stage.click('gaius', 'Got it', message))
    },
  },
  'alarm-answered': {
    about: 'the clock of a hand-off runs out that was answered',
    play: async (stage, counted) => {
      const task = await handedOver(stage)
      await stage.slack('gaius', `start ${task}`)
      await counted(() => stage.put('alarms', { alarm: { workspace: stage.teamId, task } }))
    },
  },
  'webhook-ignored': {
    about: 'a webhook that nobody acts on: a comment without a command',
    play: (stage, counted) =>
      counted(() => stage.github.comment('devi', `${stage.repository}#1`, 'Looks good to me, thank you.')),
  },
  'comment-command': {
    about: 'a command in a comment, answered there',
    play: async (stage, counted) => {
      const task = await add(stage, 'devi')
      await counted(() => stage.github.comment('devi', `${stage.repository}#1`, `/codexflow why ${task}`))
    },
  },
  'pull-opened': {
    about: 'a pull request is opened that completes a task',
    play: async (stage, counted) => {
      const { first } = await pair(stage)
      await counted(() => pullOf(stage, first))
    },
  },
  'pull-pushed': {
    about: 'a commit is pushed to it',
    play: async (stage, counted) => {
      const pull = await pullOf(stage, (await pair(stage)).first)
      await counted(() => stage.github.push('devi', pull))
    },
  },
  check: {
    about: 'a check on it ends',
    play: async (stage, counted) => {
      const pull = await pullOf(stage, (await pair(stage)).first)
      await counted(() => stage.github.check('devi', pull, 'success'))
    },
  },
  'pull-merged': {
    about: 'it is merged, and one person is told in Slack',
    play: async (stage, counted) => {
      const pull = await pullOf(stage, (await pair(stage)).first)
      await counted(() => stage.github.merge('amy', pull))
    },
  },
  deployment: {
    about: 'what was merged is deployed to production',
    play: async (stage, counted) => {
      const pull = await pullOf(stage, await add(stage, 'devi', 'gate:merged,deployed:production'))
      await stage.github.merge('amy', pull)
      await stage.settled()
      await counted(() =>
        stage.github.deploy('devi', stage.repository, { environment: 'production', state: 'success', pull }),
      )
    },
  },
  approval: {
    about: 'an approval is asked for and given',
    play: async (stage, counted) => {
      const task = await add(stage, 'devi', 'gate:approved:tech-lead')
      await counted(async () => {
        await stage.slack('devi', `request ${task} "tested on staging"`)
        await stage.settled()
        await stage.slack('amy', `approve ${task}`)
      })
    },
  },
  'issue-imported': {
    about: 'one of ten issues that are imported with their repository',
    many: 10,
    play: async (stage, counted) => {
      for (let issue = 0; issue < 10; issue++) {
        await stage.github.openIssue('amy', stage.repository, `Old issue ${issue}`)
      }
      await counted(() => stage.slack('amy', `project connect ${stage.repository} project:UAPI import:all`))
    },
  },
  'issue-opened': {
    about: 'an issue is opened that becomes a task',
    play: (stage, counted) => counted(() => stage.github.openIssue('amy', stage.repository, 'A new issue')),
  },
  reconcile: {
    about: 'the reconciler finds nothing',
    play: (stage, counted) => counted(() => stage.fire('reconcile')),
  },
  sweep: { about: 'the sweep finds no failed webhook', play: (stage, counted) => counted(() => stage.fire('sweep')) },
  rounds: {
    about: 'the hourly round has nobody to visit',
    // One hour of the day is that of our installation: never two of these.
    play: (stage, counted, round) => stage.ahead(round * 2 * HOUR, () => counted(() => stage.fire('rounds'))),
  },
  visit: {
    about: 'a round visits one repository, and finds nothing new',
    play: (stage, counted) => counted(() => stage.fire('rounds', { everything: true })),
  },
  digest: {
    about: 'a digest is sent',
    play: async (stage, counted, round) => {
      if (round === 0) {
        await stage.slack('fern', 'settings hours:0-24 days:mon-sun digest:on')
        await add(stage, 'fern')
        await stage.settled()
      }
      const order = digestFor(stage, 'fern')
      await stage.ahead((round + 1) * DAY, () => counted(() => stage.put('digests', order)))
    },
  },
  nudge: {
    about: 'nobody answered a hand-off: its receiver is asked, in Slack',
    play: async (stage, counted, round) => {
      const task = await handedOver(stage, NUDGED[round % NUDGED.length])
      const alarm = { workspace: stage.teamId, task }
      await stage.ahead(DAY, () => counted(() => stage.put('alarms', { alarm })))
    },
  },
} as const satisfies Readonly<Record<string, Action>>
export type ActionName = keyof typeof actions

const HOUR = 3_600_000
const DAY = 24 * HOUR

async function done(stage: Stage, counted: Count, dependents: number): Promise<void> {
  const first = await add(stage, 'devi')
  // Three people: nobody waits for the pace of one conversation.
  for (const name of ['gaius', 'fern', 'quinn'].slice(0, dependents)) await add(stage, name, `after:${first}`)
  await counted(() => stage.slack('devi', `done ${first} arn:arn:aws:lambda:us-east-1:123456789012:function:user-api`))
}

function digestFor(stage: Stage, name: string): object {
  const workspace = workspaceOf(stage.teamId)
  return { digest: { workspace, person: personId(workspace, stage.person(name).email) } }
}
