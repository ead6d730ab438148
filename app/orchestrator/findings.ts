import { unreachable } from '../errors.ts'
import type { FactKind, Finding } from '../handoffs/facts.ts'
import { capital } from '../projects/phrases.ts'
import type { Project } from '../projects/project.ts'
import type { Actor } from '../tasks/actor.ts'
import { changeWords } from '../tasks/external.ts'
import { livePulls } from '../tasks/live-facts.ts'
import type { Resource, ResourceKind } from '../tasks/resource.ts'
import type { Task } from '../tasks/task.ts'

type NameOf = (actor: Actor | undefined) => string | undefined

/** Every recorded thing that a hand-off may state, in the order in which a receiver wants to read it. */
export function findings(task: Task, finished: readonly Task[], project: Project, nameOf: NameOf): Finding[] {
  return [
    taskFinding(task),
    ...finished.map(taskFinding),
    ...finished.flatMap(resourceFindings),
    ...resourceFindings(task),
    ...project.documents.map(({ label, url }) => documentOf(project, label, url)),
    ...finished.flatMap(pullFindings),
    ...finished.flatMap(deploymentFindings),
    ...finished.flatMap((blocker) => personFinding(blocker, nameOf)),
  ]
}

/** What somebody has to see to approve a task: what it brought about, and where. */
export function approvalFindings(task: Task, project: Project): Finding[] {
  const waiting = livePulls(task)
    .filter(([, pull]) => pull.state === 'open')
    .map(([subject, pull]): Finding => {
      return {
        kind: 'document',
        label: `Open pull request ${subject}`,
        value: pull.url,
        source: `pull request ${subject}`,
      }
    })
  return [
    taskFinding(task),
    ...resourceFindings(task),
    ...pullFindings(task),
    ...waiting,
    ...deploymentFindings(task),
    ...project.documents.map(({ label, url }) => documentOf(project, label, url)),
  ]
}

function documentOf({ key }: Project, label: string, url: string): Finding {
  return { kind: 'document', label, value: url, source: `documents of the project ${key}` }
}

function taskFinding({ id, title, phase }: Task): Finding {
  return { kind: 'task', label: title, value: id, source: `the ${phase} task ${id}` }
}

function resourceFindings({ resources }: Task): Finding[] {
  // Where it is comes before where it could be tried beforehand.
  const isPreview = ({ label }: Resource) => Number(label.startsWith('Preview'))
  const byAge = Object.values(resources).toSorted(
    (a, b) => rank(a) - rank(b) || isPreview(a) - isPreview(b) || (a.label < b.label ? -1 : 1),
  )
  return byAge.map(({ kind, label, value, source }) => ({ kind: factKind(kind, value), label, value, source }))
}

const ORDER: readonly ResourceKind[] = [
  'lambda',
  'arn',
  'api',
  'url',
  'runtime',
  'database',
  'environment',
  'version',
  'document',
  'note',
]

function rank({ kind }: Resource): number {
  return ORDER.indexOf(kind)
}

function factKind(kind: ResourceKind, value: string): FactKind {
  switch (kind) {
    case 'arn':
      return 'arn'
    case 'url':
    case 'api':
      return isAddress(value) ? 'url' : 'resource'
    case 'document':
      return isAddress(value) ? 'document' : 'resource'
    case 'environment':
      return 'environment'
    case 'version':
      return 'number'
    case 'lambda':
    case 'database':
    case 'runtime':
    case 'note':
      return 'resource'
    default:
      return unreachable(kind)
  }
}

function isAddress(value: string): boolean {
  return /^https?:\/\//i.test(value)
}

function pullFindings(task: Task): Finding[] {
  return livePulls(task)
    .filter(([, pull]) => pull.state === 'merged')
    .flatMap(([subject, pull]): Finding[] => [
      { kind: 'document', label: capital(changeWords(subject)), value: pull.url, source: changeWords(subject) },
      { kind: 'commit', label: `Head of ${subject}`, value: pull.sha, source: changeWords(subject) },
    ])
}

function deploymentFindings({ deployments }: Task): Finding[] {
  return Object.values(deployments)
    .filter(({ state }) => state === 'success')
    .map(({ environment, url, sha }) => {
      return {
        kind: 'deployment',
        label: environment,
        value: url === '' ? sha : url,
        source: `deployment to ${environment}`,
      }
    })
}

function personFinding(task: Task, nameOf: NameOf): Finding[] {
  const name = nameOf(task.closedBy)
  return name === undefined
    ? []
    : [{ kind: 'person', label: `Finished ${task.id}`, value: name, source: `the task ${task.id}` }]
}
