import { type Action, rolesThatMay, rolesThatMayOnTheirOwn } from './permissions.ts'
import { listed } from './phrases.ts'

/** Why somebody in that role may not, and who may: the table of permissions, said. Not escaped yet. */
export function notPermittedWords(action: Action, role: string): string {
  const anyTask = rolesThatMay(action).map((each) => `${each}s`)
  const own = rolesThatMayOnTheirOwn(action).map((each) => `${each}s`)
  const who = own.length > 0 ? `${listed(anyTask)}, and ${listed(own)} on their own tasks` : listed(anyTask)
  return `As ${role === 'owner' ? 'an' : 'a'} ${role} you may not ${ACTION_WORDS[action]}. Those who may: ${who}.`
}

const ACTION_WORDS: Readonly<Record<Action, string>> = {
  help: 'ask for help',
  'project.create': 'make a project',
  'project.connect': 'connect a repository',
  'project.view': 'see projects',
  'project.archive': 'archive a project or bring it back',
  'project.settings': 'change a project',
  'people.view': 'see who is here',
  'people.change': 'change what somebody is here',
  'audit.view': 'see the audit',
  'feedback.give': 'give feedback',
  'feedback.view': 'read the feedback of others',
  'identity.link': 'link an account',
  'task.create': 'make a task',
  'task.view': 'see this task',
  'task.start': 'start this task',
  'task.complete': 'finish this task',
  'task.reopen': 'reopen this task',
  'task.cancel': 'cancel this task',
  'task.block': 'block this task',
  'task.unblock': 'unblock this task',
  'task.unblock-others': 'lift what somebody else put in the way of this task',
  'task.assign': 'assign this task',
  'task.order': 'change what this task waits for',
  'settings.own': 'change your settings',
  'settings.workspace': 'change the settings of the workspace',
  'handoff.answer': 'answer this hand-off',
  'approval.request': 'ask for approval of this task',
  'approval.decide': 'decide about this task',
}
