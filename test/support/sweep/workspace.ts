import type { AuditEntry } from '../../../app/projects/audit.ts'
import type { Person } from '../../../app/projects/person.ts'
import type { Project } from '../../../app/projects/project.ts'
import { brokenReply } from '../../../app/slack/messages/broken-reply.ts'
import { PHASES } from '../../../app/tasks/phase.ts'
import { auditReply, verifiedReply } from '../../../app/verbs/words/audit-reply.ts'
import { feedbackReply } from '../../../app/verbs/words/feedback-reply.ts'
import { peopleReply, personReply } from '../../../app/verbs/words/people-reply.ts'
import { projectReply, projectsReply } from '../../../app/verbs/words/project-reply.ts'
import { BEN, minute, WORKSPACE } from '../tasks.ts'
import { type Sweep, swept } from './swept.ts'
import { addressWith, enough, fromFile, idOf, peopleCalled, times } from './worst.ts'

/** Answers about the workspace: its people, its projects, and what they said and decided. */
export const WORKSPACES: readonly Sweep[] = [
  swept(auditReply, (text) => [
    [{ items: times(25, audited), people: peopleCalled(text), next: '9' }],
    [{ items: [], people: new Map() }],
  ]),
  swept(verifiedReply, () => [[{ entries: 9 }], [{ entries: 1_000_000, broken: 1_000_001 }]]),
  swept(brokenReply, () => [[]]),
  swept(feedbackReply, (text) => [
    [
      {
        items: times(20, () => ({ person: BEN, at: minute(1), text, about: idOf(0) })),
        people: peopleCalled(text),
        next: text,
      },
    ],
    [{ items: [], people: new Map() }],
  ]),
  swept(peopleReply, (text) => [
    [{ people: times(40, (at) => personCalled(text, at)), isAll: false, next: text }],
    [{ people: [], isAll: true }],
  ]),
  swept(personReply, (text) => [[personCalled(text, 1)], [personCalled(text, 2), 'is changed' as const]]),
  swept(projectReply, (text) => [
    [projectCalled(text), { open: 9, ready: 1, done: 9, cancelled: 1, isAll: false }, peopleCalled(text)],
    [projectCalled(text), undefined, new Map(), 'is changed' as const],
  ]),
  swept(projectsReply, (text) => [
    [times(enough(100, text), () => projectCalled(text)), true],
    [[projectCalled(text)], false],
  ]),
]

function audited(at: number): AuditEntry {
  return { number: at + 1, action: 'role.changed', actor: BEN, subject: BEN, at: minute(at), hash: 'a'.repeat(64) }
}

function personCalled(name: string, at: number): Person {
  const linked = at % 2 === 0 ? {} : { githubLogin: name, phase: 'qa' as const }
  return { workspace: WORKSPACE, id: `per_${at}`, name, role: 'member', ...linked }
}

/** A project that is as full as it may be, and archived. */
function projectCalled(text: string): Project {
  const everyPhase = <T>(value: T) => Object.fromEntries(PHASES.map((phase) => [phase, value]))
  return {
    workspace: WORKSPACE,
    key: 'ABCDEFGHIJ',
    name: text,
    homeChannel: 'C0HOME',
    phaseChannels: everyPhase('C0PHASE'),
    repositories: times(enough(20, text), (id) => ({ id, fullName: text, installation: 1 })),
    gates: [{ kind: 'merged' }, { kind: 'checks', names: [text, text] }, { kind: 'deployed', environment: text }],
    requiredChecks: times(enough(30, text), () => text),
    documents: times(10, () => ({ label: text, url: addressWith(text) })),
    lead: BEN,
    phaseLeads: everyPhase(BEN),
    approvers: Object.fromEntries(times(10, (at) => [`role-${at}`, times(10, () => BEN)])),
    updates: true,
    comments: false,
    bots: times(20, () => text),
    hours: { zone: text, week: { mon: { from: 540, to: 1020 } } },
    ...fromFile(text),
    archivedAt: minute(1),
    version: 1,
  }
}
