import type { KnownBlock } from '@slack/types'
import { may } from '../../projects/permissions.ts'
import { command, moment, plain } from '../../verbs/words/markup.ts'
import { releaseWords } from '../../verbs/words/next-reply.ts'
import { repositoryWords } from '../../verbs/words/repository-words.ts'
import { statusSign } from '../../verbs/words/task-words.ts'
import { taskButton } from '../actions/task-button.ts'
import type { HomeView } from '../handlers.ts'
import { formButton } from '../modals/form-button.ts'
import { approvalWords } from './approval-words.ts'
import { MOST_SHOWN } from './gather-home.ts'
import { handedOnWords } from './handed-on-words.ts'
import { buttonRow, header, section } from './home-blocks.ts'
import { linkButton } from './link-button.ts'
import type { HomeModel } from './model.ts'
import { firstSteps } from './onboarding.ts'
import { waitingWords } from './waiting-words.ts'

/** The Home tab: what is ready for the reader, what they are on, what they wait for, what they handed on. */
export function homeView(model: HomeModel): HomeView {
  return {
    blocks: [
      ...firstSteps(model),
      ...ready(model),
      ...under(model),
      ...approvals(model),
      ...waiting(model),
      ...handedOn(model),
      ...outOfReach(model),
      ...footer(model),
    ],
  }
}

/** The Home tab of somebody in a workspace that CodexFlow is not set up in. */
export function notInstalledHome(): HomeView {
  return {
    blocks: [
      header('CodexFlow is not set up here'),
      section(['Ask whoever looks after your Slack apps to install it in this workspace.']),
    ],
  }
}

function ready({ ready: weighed, people, person }: HomeModel): KnownBlock[] {
  if (weighed.length === 0) return []
  return [
    header('🟢 Ready for you'),
    ...weighed
      .slice(0, MOST_SHOWN)
      .flatMap(({ task, ...rest }) => [
        section([`*${task.id}* ${plain(task.title, 200)}`, `${task.phase} · ${releaseWords(rest, people, person.id)}`]),
        buttonRow([
          taskButton('task.start', task.id),
          taskButton('task.block', task.id),
          taskButton('task.show', task.id),
        ]),
      ]),
    ...rest(weighed.length, 'ready'),
  ]
}

function under({ under: lines, person }: HomeModel): KnownBlock[] {
  if (lines.length === 0) return []
  return [
    header('🔵 You are on'),
    ...lines
      .slice(0, MOST_SHOWN)
      .flatMap((line) => [
        section([`*${line.id}* ${plain(line.title, 200)}`, `${line.phase} · ${statusSign(line)}`]),
        buttonRow([
          taskButton('task.done', line.id),
          taskButton('task.block', line.id),
          ...(may(person, 'task.assign', { assignee: person.id, createdBy: { kind: 'system' } })
            ? [taskButton('task.assign', line.id)]
            : []),
        ]),
      ]),
    ...rest(lines.length, 'in progress'),
  ]
}

function approvals({ approvals: asked, person, people }: HomeModel): KnownBlock[] {
  if (asked.length === 0) return []
  return [
    header('🗳️ Your approval is asked for'),
    ...asked
      .slice(0, MOST_SHOWN)
      .flatMap((task) => [
        section(approvalWords(task, person.id, people)),
        buttonRow([
          taskButton('approval.approve', task.id),
          taskButton('approval.reject', task.id),
          taskButton('task.show', task.id),
        ]),
      ]),
    ...(asked.length > MOST_SHOWN ? [section([`…and ${asked.length - MOST_SHOWN} more wait for your decision.`])] : []),
  ]
}

function waiting({ waiting: all, people }: HomeModel): KnownBlock[] {
  if (all.length === 0) return []
  return [
    header('⏳ Waiting'),
    ...all
      .slice(0, MOST_SHOWN)
      .map((each) => section(waitingWords(each, people), taskButton('task.why', each.line.id))),
    ...rest(all.length, 'waiting'),
  ]
}

function handedOn({ handedOn: all, people }: HomeModel): KnownBlock[] {
  if (all.length === 0) return []
  return [
    header('🤝 What you handed on'),
    ...all.map((each) => section(handedOnWords(each, people), taskButton('task.show', each.task.id))),
  ]
}

function outOfReach({ away }: HomeModel): KnownBlock[] {
  if (away.length === 0) return []
  return [
    header('🔌 Out of reach in GitHub'),
    section(away.slice(0, MOST_SHOWN).map(({ project, repository }) => `*${project}* ${repositoryWords(repository)}`)),
    ...(away.length > MOST_SHOWN ? [section([`…and ${away.length - MOST_SHOWN} more repositories.`])] : []),
  ]
}

function footer({ at, more, person }: HomeModel): KnownBlock[] {
  const home = { home: true } as const
  const newTask = formButton({ form: 'task.new', preset: home }, 'New task', 'Make a new task')
  const newProject = formButton({ form: 'project.new', preset: home }, 'New project', 'Make a new project')
  const settings = formButton({ form: 'settings', preset: {} }, 'Settings', 'Your settings')
  return [
    { type: 'divider' },
    buttonRow([
      ...(may(person, 'task.create') ? [newTask] : []),
      ...(may(person, 'project.create') ? [newProject] : []),
      ...(may(person, 'settings.own') ? [settings] : []),
      ...(person.githubLogin === undefined && may(person, 'identity.link') ? [linkButton()] : []),
    ]),
    {
      type: 'context',
      elements: [
        {
          type: 'mrkdwn',
          text: `As of ${moment(at)}.${more ? ` You have more tasks than I looked through: ${command('mine')}.` : ''} All that I can do: ${command('help')}`,
          verbatim: true,
        },
      ],
    },
  ]
}

function rest(length: number, what: string): KnownBlock[] {
  const left = length - MOST_SHOWN
  if (left <= 0) return []
  return [section([`…and ${left} more ${left === 1 ? 'is' : 'are'} ${what}: ${command('mine')}`])]
}
