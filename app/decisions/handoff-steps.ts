import { type Fact, type FactKind, type FactLedger, taskFact } from '../handoffs/facts.ts'
import { reference } from '../handoffs/prose.ts'
import type { Phase } from '../tasks/phase.ts'
import type { HandoffContext } from './handoff-context.ts'

/** Up to three first steps for the one who receives, by phase: what helps, with the facts that there are. */
export function firstSteps(context: HandoffContext): string[] {
  const { phase } = context.task
  const steps = phase === undefined ? generic(context) : STEPS[phase](context)
  return steps.filter((step) => step !== undefined).slice(0, 3)
}

type Steps = (context: HandoffContext) => readonly (string | undefined)[]

const STEPS: Readonly<Record<Phase, Steps>> = {
  prd: generic,
  design: ({ facts }) => [
    withFact('Read # and mark what is still unclear.', find(facts, ['document'], /prd|requirement|brief|spec/i)),
    'Sketch the path that people will take most, before the rarer ones.',
    'Attach the link to the file when you finish, so that the next person finds it.',
  ],
  infrastructure: ({ facts }) => [
    withFact('Go through # and list what has to exist before the first line of code.', find(facts, ['document'])) ??
      'List what has to exist before the first line of code.',
    'Begin with what others need first: an entry point, a place for data, and the permissions between them.',
    'Record the name and address of each thing you create, so that the next person has them.',
  ],
  backend: (context) => [
    withFact('Create the first endpoint behind # and let the others follow.', find(context.facts, ['url'])) ??
      'Create the first endpoint and let the others follow.',
    withFact('Read # before you model the data.', find(context.facts, ['document'], /schema|database|data model/i)) ??
      withFact('Try the connection to # early.', find(context.facts, ['resource', 'arn'], /database|\bdb\b|table/i)),
    inPullRequest(context),
  ],
  frontend: (context) => [
    cameFrom(context, 'design')
      ? withFact(
          'Open # and note the states of each screen.',
          find(context.facts, ['document', 'url'], /design|figma/i),
        )
      : undefined,
    withFact(
      'Call # once from the page, and show the answer, before you style it.',
      find(context.facts, ['url'], /api/i),
    ),
    withFact('Compare what comes back with #.', find(context.facts, ['document'], /api|spec/i)) ??
      'Build the empty, loading and error states beside the happy one.',
    inPullRequest(context),
  ],
  qa: (context) => [
    withFact('Test against #.', find(context.facts, ['environment', 'url'])),
    'Walk the path that people take most, then look for what breaks it.',
    withFact('Record each failure on #, so that the right person hears of it at once.', own(context)),
  ],
  deployment: ({ facts }) => [
    withFact('Start from #.', find(facts, ['deployment', 'commit'])) ?? 'Check that the last build is green.',
    'Make sure that you know the way back before you go forward.',
    withFact('Deploy to #, and watch the first minutes before you call it finished.', find(facts, ['environment'])) ??
      'Watch the first minutes before you call it finished.',
  ],
  monitoring: (context) => [
    withFact(
      'Keep an eye on errors and response times of #.',
      find(context.facts, ['url', 'resource', 'environment']),
    ) ?? 'Keep an eye on errors and response times.',
    'Compare them with the days before the deployment.',
    withFact('Block # with a reason if something looks wrong.', own(context)),
  ],
}

function generic(context: HandoffContext): readonly (string | undefined)[] {
  return [
    withFact('Read # first.', find(context.facts, ['document'])),
    withFact('Start # so that others see that you are on it.', own(context)),
    'Ask the one who finished before you if a detail is missing.',
  ]
}

/** `#` stands for the reference; without the fact there is no such step. */
function withFact(step: string, fact: Fact | undefined): string | undefined {
  return fact === undefined ? undefined : step.replace('#', reference(fact))
}

/** The first fact of the first of these kinds whose label fits. */
function find(facts: FactLedger, kinds: readonly FactKind[], label = /(?:)/): Fact | undefined {
  for (const kind of kinds) {
    const fact = facts.find((candidate) => candidate.kind === kind && label.test(candidate.label))
    if (fact !== undefined) return fact
  }
  return undefined
}

function own({ facts, task }: HandoffContext): Fact | undefined {
  return taskFact(facts, task.id)
}

function inPullRequest(context: HandoffContext): string | undefined {
  return withFact('Name # in your pull request, so that whoever waits for you hears of it by itself.', own(context))
}

function cameFrom({ becauseOf }: HandoffContext, phase: Phase): boolean {
  return becauseOf.some((cause) => cause.phase === phase)
}
