import type { KnownBlock } from '@slack/types'
import { may } from '../../projects/permissions.ts'
import type { Person } from '../../projects/person.ts'
import { command, plain } from '../../verbs/words/markup.ts'
import { formButton } from '../modals/form-button.ts'
import { buttonRow, header, section } from './home-blocks.ts'
import type { HomeModel } from './model.ts'

/** What to do first, for a workspace or a person that is new; nothing for those who are at work. */
export function firstSteps(model: HomeModel): KnownBlock[] {
  const { person, hasProjects, ready, under, waiting, handedOn } = model
  const mine = ready.length + under.length + waiting.length
  if (!may(person, 'task.create')) return mine > 0 ? [] : guest(person)
  if (!hasProjects) return newWorkspace(person)
  return mine + handedOn.length > 0 ? [] : newcomer(model)
}

function newWorkspace(person: Person): KnownBlock[] {
  return [
    header('👋 Three steps to your first hand-off'),
    section([
      `${hello(person)} I keep the graph of who waits for whom. The moment the last thing somebody waited for is finished, I tell them, with all they need.`,
    ]),
    section(['*1. Make a project.* Its key begins the names of its tasks, such as UAPI-1.']),
    buttonRow([
      {
        ...formButton({ form: 'project.new', preset: { home: true } }, 'Make a project', 'Step 1: make a project'),
        style: 'primary',
      },
    ]),
    section([
      '*2. Make two tasks.* Give the second one to a colleague, and say that the first has to be finished before.',
    ]),
    section(['*3. Finish the first.* Your colleague hears of it from me, with what you recorded.']),
  ]
}

function newcomer({ person }: HomeModel): KnownBlock[] {
  const linked = person.githubLogin
  return [
    header('👋 Nothing is yours to do yet'),
    section([
      `${hello(person)} As soon as something is ready for you, I write to you here, with all you need to begin.`,
    ]),
    section([`*1. Make a task*, or take one that nobody has: ${command('list')}`]),
    buttonRow([
      {
        ...formButton({ form: 'task.new', preset: { home: true } }, 'Make a task', 'Step 1: make a task'),
        style: 'primary',
      },
    ]),
    section([
      linked === undefined
        ? `*2. Link your GitHub account*, so that your pull requests speak for your tasks: the button below, or ${command('link')}`
        : `*2.* Your GitHub account is linked: ${plain(linked, 60)}. Your pull requests speak for your tasks.`,
    ]),
    section([`*3. Finish it* (${command('done ID')}), and whoever waits for it hears from me.`]),
  ]
}

function guest(person: Person): KnownBlock[] {
  return [
    header('👋 Nothing is yours to do yet'),
    section([
      `${hello(person)} You are a guest here: you see the tasks that are given to you, and can start, block and finish them. As soon as one is ready, I write to you.`,
    ]),
  ]
}

// Of one whom nobody has met, Slack tells the id alone.
function hello({ name, slackUser }: Person): string {
  return name === slackUser ? 'Hi!' : `Hi ${plain(name, 80)}!`
}
