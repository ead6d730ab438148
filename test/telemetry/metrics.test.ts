import { describe, expect, it } from 'vitest'
import { embeddedMetrics, METRICS, type MetricSpec } from '../../app/telemetry/metrics.ts'
import { inScope, note } from '../../app/telemetry/scope.ts'

const all = Object.entries<MetricSpec>(METRICS)

/** What CloudWatch charges for: each combination of values, and the sum over them. */
function combinations({ by }: MetricSpec): number {
  const values = Object.values(by)
  return values.length === 0 ? 1 : 1 + values.reduce((product, { length }) => product * length, 1)
}

describe('figures', () => {
  it('are told apart by few values, all known, and by nothing that grows with those who use us', () => {
    const dimensions = new Set(all.flatMap(([, { by }]) => Object.keys(by)))
    expect([...dimensions].toSorted()).toEqual(['channel', 'door', 'kind', 'outcome', 'reason', 'state', 'what'])
    for (const [name, spec] of all) expect(combinations(spec), name).toBeLessThanOrEqual(20)
    // At 0.30 dollars each a month, should all of them occur in every hour.
    expect(all.reduce((sum, [, spec]) => sum + combinations(spec), 0)).toBeLessThanOrEqual(70)
  })

  it('are lines that CloudWatch reads, with what they are about beside them', () => {
    const lines: unknown[] = []
    const write = (line: string) => void lines.push(JSON.parse(line))
    const measure = embeddedMetrics(write, { stage: 'dev', now: () => 1_000, base: { service: 'deliver' } })
    inScope('Root=1-6b0b1b5f-fe2283ba7555bcfbd15ad843', () => {
      note({ workspace: 'T1', task: 'UAPI-1' })
      measure('Deliveries', 1, { channel: 'slack', state: 'sent' })
    })
    measure('OldestOwed', 0, {})
    expect(lines).toEqual([
      {
        _aws: {
          Timestamp: 1_000,
          CloudWatchMetrics: [
            {
              Namespace: 'CodexFlow',
              Dimensions: [['stage'], ['stage', 'channel', 'state']],
              Metrics: [{ Name: 'Deliveries', Unit: 'Count' }],
            },
          ],
        },
        ...{ service: 'deliver', workspace: 'T1', task: 'UAPI-1', trace: '1-6b0b1b5f-fe2283ba7555bcfbd15ad843' },
        ...{ stage: 'dev', channel: 'slack', state: 'sent', Deliveries: 1 },
      },
      {
        _aws: {
          Timestamp: 1_000,
          CloudWatchMetrics: [
            { Namespace: 'CodexFlow', Dimensions: [['stage']], Metrics: [{ Name: 'OldestOwed', Unit: 'Seconds' }] },
          ],
        },
        ...{ service: 'deliver', stage: 'dev', OldestOwed: 0 },
      },
    ])
  })
})
