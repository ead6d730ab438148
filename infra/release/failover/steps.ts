/**
 * The steps of a failover, in the order in which they are done, as data: `plan.ts` says how each is looked at and done, and
 * docs/operations.md repeats them (a test compares). Before anything wakes in the new region, every step above it holds.
 */
export const steps = [
  {
    id: 'still',
    title: 'The old region stands still',
    does: 'no function there can be invoked, and nothing is taken from its queues and streams (parameter `Acts` of its stack)',
    fences: true,
  },
  {
    id: 'bolt',
    title: 'Its table is bolted',
    does: 'the table there refuses every function of the stage, whatever else somebody starts (a resource policy of the table)',
    fences: true,
  },
  {
    id: 'drain',
    title: 'What it had written has arrived',
    does: 'six minutes are over since the bolt, and replication is less than a minute behind',
    fences: true,
  },
  {
    id: 'lift',
    title: 'The table of the new region is open',
    does: 'the bolt of an earlier failover is taken away there',
    fences: false,
  },
  {
    id: 'wake',
    title: 'The new region acts',
    does: 'functions, queues, mappings and schedules are deployed there from this checkout, and the edge leads there',
    fences: false,
  },
  {
    id: 'smoke',
    title: 'It answers as it must',
    does: 'the smoke tests of npm run smoke, against the new region',
    fences: false,
  },
] as const satisfies readonly FailoverStep[]

export type FailoverStep = {
  readonly id: string
  readonly title: string
  readonly does: string
  /** It needs the old region. Where that does not answer, `--lost` goes on, and owes it. */
  readonly fences: boolean
}
export type StepId = (typeof steps)[number]['id']

/** From the bolt on: any cache believes for five minutes at most, no function runs longer, and the policy itself takes a moment. Milliseconds. */
export const DRAINED_AFTER = 360_000
/** Milliseconds that replication may be behind at the end of it. */
export const MOST_LAG = 60_000
