import type { HandoffContext } from '../../app/decisions/handoff-context.ts'
import { type Finding, numberFacts } from '../../app/handoffs/facts.ts'

const source = 'given by Devi with /codexflow done'

/** What the architecture document's cloud engineer leaves for Gaius. */
export const GAIUS_FINDINGS: readonly Finding[] = [
  { kind: 'task', label: 'Provision Lambda for user-api', value: 'UAPI-11', source: 'task UAPI-11' },
  { kind: 'task', label: 'Implement user CRUD endpoints', value: 'UAPI-12', source: 'task UAPI-12' },
  { kind: 'person', label: 'completed UAPI-11', value: 'Devi', source: 'task UAPI-11' },
  { kind: 'arn', label: 'ARN', value: 'arn:aws:lambda:us-east-1:123456789012:function:user-api', source },
  { kind: 'url', label: 'API Gateway', value: 'https://api.example.com/v1/users', source },
  { kind: 'resource', label: 'Runtime', value: 'Node.js 24.x', source },
  { kind: 'resource', label: 'Database', value: 'prod DocumentDB', source },
  { kind: 'document', label: 'Deployment Guide', value: 'https://docs.example.com/deployment', source },
  { kind: 'document', label: 'Database Schema', value: 'https://docs.example.com/schema', source },
  { kind: 'document', label: 'API Specs', value: 'https://docs.example.com/api', source },
]

/** The architecture document's example: infrastructure is ready, so Gaius can begin. */
export const GAIUS: HandoffContext = {
  task: { id: 'UAPI-12', title: 'Implement user CRUD endpoints', phase: 'backend' },
  becauseOf: [
    {
      taskId: 'UAPI-11',
      title: 'Provision Lambda for user-api',
      phase: 'infrastructure',
      closedBy: 'Devi',
      how: 'completed',
    },
  ],
  receiver: { name: 'Gaius', role: 'backend' },
  project: { key: 'UAPI', name: 'User API', goals: 'A public API for user accounts.' },
  waitingNext: 2,
  facts: numberFacts(GAIUS_FINDINGS),
  locale: 'en',
}
