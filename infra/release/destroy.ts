import { type Stage, stages } from '../stages.ts'
import { findingWords, isReady } from './finding.ts'
import type { Order } from './order.ts'
import { accountFindings } from './preflight.ts'
import { regionsOf } from './regions.ts'
import { applicationStack, dataStacks } from './stacks.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * Takes a stage down, the stacks of the application first; the data stays unless it is asked for too, and somebody typed
 * the stage's name. Answers the exit code.
 */
export async function destroy(order: Order, surroundings: Surroundings): Promise<number> {
  const { account, complain, print, cdk } = surroundings
  const { stage: name, withData } = order
  const stage: Stage = stages[name]
  const findings = await accountFindings(name, stage, account)
  if (!isReady(findings)) {
    complain(`Nothing was destroyed:\n${findingWords(findings)}`)
    return 1
  }
  if (withData && stage.keepData) {
    complain(KEPT(name))
    return 1
  }
  const standing = await standingStacks(order, stage, surroundings)
  if (standing.length === 0) {
    print(`Nothing of ${name} stands in ${stage.region}.`)
    return 0
  }
  print(`To be destroyed in ${stage.region}: ${standing.join(', ')}.\n${withData ? GONE : STAYS}`)
  if (!(await isMeant(order, surroundings))) {
    complain('Nothing was destroyed.')
    return 1
  }
  const code = await cdk(['destroy', ...standing, '--force'])
  if (code === 0) print(withData ? 'Destroyed, with the data.' : `Destroyed. ${STAYS}`)
  else complain(`CDK ended with ${code}: see above. The same command goes on from there.${withData ? FULL : ''}`)
  return code
}

async function standingStacks({ stage: name, withData }: Order, stage: Stage, { account }: Surroundings) {
  const own = applicationStack(name)
  const all = (await Promise.all(regionsOf(stage).map((region) => account.stacksNamed(region, own)))).flat()
  return all
    .filter((stack) => stack === own || stack.startsWith(`${own}-`))
    .filter((stack) => withData || !dataStacks(name).includes(stack))
}

async function isMeant({ stage, withData, yes }: Order, { ask }: Surroundings): Promise<boolean> {
  if (yes) return true
  const answer = await ask(
    withData ? `Everything that ${stage} knows will be gone. Type ${stage}: ` : `Type ${stage} to go on: `,
  )
  return answer?.trim() === stage
}

const STAYS =
  'The data stack stays: table, buckets, backups, keys and secrets, and the record of who did what where the stage has one (`audit`). It costs 2 dollars a month for its keys, 0.40 for each secret, and what is stored.'
// Emptying them is left to a person: no role of ours may delete what is in all of them.
const FULL =
  ' CloudFormation deletes no bucket and no backup vault that holds something: empty those that it names (AWS console, S3, Empty) first.'
const GONE = 'Table, buckets, backups and keys too, for good: no command brings them back.'
const KEPT = (name: string) =>
  `Nothing was destroyed: the data of ${name} is kept (\`keepData\` in infra/stages.ts). Whoever means it sets that to false, deploys, and runs this again; or destroys without --with-data.`
