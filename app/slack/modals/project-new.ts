import { ok } from '../../result.ts'
import { keyIn } from '../../verbs/arguments.ts'
import { checksIn, documentsIn, type ProjectNewArguments, projectNew } from '../../verbs/project-new.ts'
import { channelField, entered, textField } from './fields.ts'
import { gateFields, gatesOf } from './gate-fields.ts'
import { errorsOf, type Modal } from './modal.ts'
import { textOf, wordIn } from './readers.ts'

const MAX_NAME = 80

/** Makes a project. */
export const newProject: Modal<ProjectNewArguments> = {
  id: 'project.new',
  verb: projectNew,
  title: 'New project',
  submit: 'Make it',
  // A direct message is no home for a project.
  values: ({ channel = '' }) => (/^[CG]/.test(channel) ? { channel: { channel } } : {}),
  blocks: (_, values) => [
    textField(values, {
      id: 'key',
      label: 'Key',
      most: 10,
      placeholder: 'UAPI',
      hint: 'Two to ten letters or digits; its tasks will be called UAPI-1, UAPI-2 and so on.',
    }),
    textField(values, { id: 'name', label: 'Name', most: MAX_NAME, placeholder: 'User API' }),
    channelField(values, {
      id: 'channel',
      label: 'Home channel',
      placeholder: 'Pick a channel',
      hint: 'It hears of what concerns nobody in particular. Invite me there.',
      optional: true,
    }),
    textField(values, {
      id: 'checks',
      label: 'Checks that stand in the way when they fail',
      most: 500,
      placeholder: 'build, test',
      hint: 'Their names on GitHub, between commas. Without any, every check counts.',
      optional: true,
    }),
    ...gateFields(values, 'For all its tasks, unless a task says otherwise.'),
    textField(values, {
      id: 'documents',
      label: 'Documents that every hand-off offers',
      most: 3_000,
      lines: true,
      placeholder: 'Runbook=https://wiki.example.com/user-api',
      hint: 'One a line: what it is called, an equals sign, its address.',
      optional: true,
    }),
  ],
  read(values) {
    const key = keyIn(wordIn(values, 'key'))
    const name = textOf(values, 'name', 'the name', MAX_NAME)
    const channel = entered(values, 'channel')
    const checks = checksIn([entered(values, 'checks')])
    const { gates = ok([]), environment = ok([]) } = gatesOf(values, checks.ok ? checks.value : [])
    const lines = entered(values, 'documents').split('\n')
    const documents = documentsIn(lines.map((line) => line.trim()).filter((line) => line !== ''))
    const error = errorsOf({ key, name, checks, gates, environment, documents })
    if (!key.ok || !name.ok || !checks.ok || !gates.ok || !environment.ok || !documents.ok) return { ok: false, error }
    return ok({
      key: key.value,
      name: name.value,
      ...(channel === '' ? {} : { channel }),
      checks: checks.value,
      gates: gates.value,
      documents: documents.value,
    })
  },
  fieldOf: ({ kind }) => (kind === 'project-exists' ? 'key' : undefined),
}
