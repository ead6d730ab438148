import type { Outcome } from './benchmark.ts'

/** An outcome as a short table for people. */
export function lines({ variants, unit, rounds, verdicts }: Outcome): string[] {
  const width = Math.max(0, ...Object.keys(variants).map((name) => name.length))
  return [
    ...Object.entries(variants).map(
      ([name, { min, median }]) =>
        `  ${name.padEnd(width)}  median ${number(median)} ${unit}  min ${number(min)} ${unit}  (${rounds} rounds)`,
    ),
    ...verdicts.map(
      ({ what, value, target, met }) => `  ${met ? 'met   ' : 'MISSED'}  ${number(value)} ${what} (target ${target})`,
    ),
  ]
}

/** Three figures are more than any of these measurements deserves. */
function number(value: number): string {
  return Number(value.toPrecision(3)).toString()
}
