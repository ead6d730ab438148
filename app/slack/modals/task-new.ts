import { ok } from '../../result.ts'
import { PHASES } from '../../tasks/phase.ts'
import { MAX_BLOCKERS_AT_CREATION, MAX_TITLE } from '../../tasks/task.ts'
import { keyIn, phaseIn, tasksIn } from '../../verbs/arguments.ts'
import { issueIn, type TaskAddArguments, taskAdd } from '../../verbs/task-add.ts'
import { entered, enteredMany, menuField, personField, searchField, textField } from './fields.ts'
import { gateFields, gatesOf } from './gate-fields.ts'
import { errorsOf, type Modal } from './modal.ts'
import { memberIn, textOf, wordIn } from './readers.ts'

/** Makes a task. */
export const taskNew: Modal<TaskAddArguments> = {
  id: 'task.new',
  verb: taskAdd,
  title: 'New task',
  submit: 'Make it',
  values: ({ project, title }) => ({
    ...(project === undefined ? {} : { project: { 'project.search': project } }),
    ...(title === undefined ? {} : { title: { title } }),
  }),
  blocks: (_, values) => [
    textField(values, { id: 'title', label: 'What has to be done', most: MAX_TITLE }),
    searchField(values, {
      id: 'project',
      label: 'Project',
      search: 'project.search',
      placeholder: 'Type a key or a name',
    }),
    menuField(values, {
      id: 'phase',
      label: 'Phase',
      choices: Object.fromEntries(PHASES.map((phase) => [phase, phase])),
      hint: 'Without one it is backend work.',
      optional: true,
    }),
    personField(values, { id: 'assign', label: 'Who does it', placeholder: 'Nobody yet', optional: true }),
    searchField(values, {
      id: 'after',
      label: 'What has to be finished before',
      search: 'task.search',
      most: MAX_BLOCKERS_AT_CREATION,
      placeholder: 'Type a number or a word of the title',
      hint: 'Tasks of the project above; of another one by their whole id, such as WEB-12.',
      optional: true,
    }),
    ...gateFields(values, 'Leave it empty for what the project says.'),
    textField(values, {
      id: 'issue',
      label: 'The GitHub issue that follows it',
      most: 200,
      placeholder: '#7 or owner/repo#7',
      optional: true,
    }),
  ],
  read(values, { from, channel }) {
    const title = textOf(values, 'title', 'the title', MAX_TITLE)
    const key = keyIn(wordIn(values, 'project'))
    const phase = phaseIn(wordIn(values, 'phase') ?? { kind: 'text', text: 'backend' })
    const assign = memberIn(values, 'assign')
    const blockers = enteredMany(values, 'after').join(',')
    const after = blockers === '' ? ok([]) : tasksIn({ kind: 'text', text: blockers }, MAX_BLOCKERS_AT_CREATION)
    const typed = entered(values, 'issue').trim()
    const issue = typed === '' ? ok(undefined) : issueIn(typed)
    const { gates = ok([]), environment = ok([]) } = gatesOf(values, [])
    const wrong = { error: errorsOf({ title, project: key, phase, after, issue, gates, environment }) }
    if (!title.ok || !key.ok || !phase.ok || !after.ok || !issue.ok || !gates.ok || !environment.ok) {
      return { ok: false, ...wrong }
    }
    return ok({
      title: title.value,
      key: key.value,
      phase: phase.value,
      after: after.value,
      gates: gates.value,
      ...(assign === undefined ? {} : { assign }),
      ...(issue.value === undefined ? {} : { issue: issue.value }),
      ...(from === undefined || channel === undefined ? {} : { madeOf: { channel, ...from } }),
    })
  },
  fieldOf(refusal) {
    switch (refusal.kind) {
      case 'person-not-found':
        return 'assign'
      case 'task-not-found':
      case 'cycle':
        return 'after'
      case 'project-not-found':
        return 'project'
      default:
        return undefined
    }
  },
}
