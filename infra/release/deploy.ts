import { actsIn, type Stage, type StageName, stages } from '../stages.ts'
import { addressOf } from './address.ts'
import { costWords } from './cost-words.ts'
import { edgeAddress, edgeContext } from './edge-context.ts'
import { comesWithData, findingWords, isReady } from './finding.ts'
import type { Order } from './order.ts'
import { pasteWords } from './paste.ts'
import { preflight } from './preflight.ts'
import { standingOf } from './ship/standing.ts'
import { applicationStack, DEPLOYING, dataStack, everyStack } from './stacks.ts'
import type { Surroundings } from './surroundings.ts'
import { vaultCopy } from './vault-copy.ts'

/**
 * Looks whether everything is there, asks before production, puts the version of this checkout on AWS, and says what to
 * paste where. Answers the exit code. Whatever is missing is said at once, and then nothing has been deployed; but secrets
 * are made by the data stack, so that goes first where one is missing, and then they are looked at again.
 */
export async function deploy(order: Order, surroundings: Surroundings): Promise<number> {
  const { print, complain } = surroundings
  const { stage: name } = order
  const stage: Stage = stages[name]
  const findings = await preflight(name, stage, surroundings.account)
  print(`Before ${name} is deployed to ${actsIn(stage)}:\n${findingWords(findings)}\n\n${costWords(name, stage)}\n`)
  const dataFirst = comesWithData(findings)
  if (!dataFirst && !isReady(findings)) {
    complain('Nothing was deployed. Do what the arrows say, then run the same command again.')
    return 1
  }
  const standing = standingOf(await surroundings.account.stack(actsIn(stage), applicationStack(name)))
  if (standing.kind === 'still' && standing.share !== '1') {
    complain(BESIDE(name, standing.release))
    return 1
  }
  if (!(await isMeant(order, surroundings))) {
    complain('Nothing was deployed.')
    return 1
  }
  if (dataFirst) {
    const ended = await deployData(name, stage, surroundings)
    if (ended !== 0) return ended
  }
  const context = await edgeContext(name, stage, surroundings.account)
  const address = await edgeAddress(name, stage, surroundings.account)
  const copy = await vaultCopy(name, stage, surroundings.account)
  const code = await put([...everyStack(name), ...context, ...address, ...copy], surroundings)
  if (code === 0) await sayWhereToPaste(name, stage, surroundings)
  return code
}

async function deployData(name: StageName, stage: Stage, surroundings: Surroundings): Promise<number> {
  const { print, complain, account } = surroundings
  print('The data stack goes first, for it makes the secrets.\n')
  const code = await put([dataStack(name)], surroundings)
  if (code !== 0) return code
  const findings = (await preflight(name, stage, account)).filter(({ state }) => state !== 'there')
  if (findings.length === 0) return 0
  print(findingWords(findings))
  complain(
    'The data stack is there; the application was not deployed. Fill the secrets, then run the same command again.',
  )
  return 1
}

async function put(what: readonly string[], { cdk, complain }: Surroundings): Promise<number> {
  const code = await cdk(['deploy', ...what, ...DEPLOYING])
  if (code !== 0) complain(`CDK ended with ${code}: see above. CloudFormation puts back what it had begun to change.`)
  return code
}

async function isMeant({ stage, yes }: Order, { ask }: Surroundings): Promise<boolean> {
  if (stage !== 'production' || yes) return true
  const answer = await ask(
    'This is production, all at once and without a canary (npm run ship goes step by step).\nDeploy? Type production: ',
  )
  return answer?.trim() === 'production'
}

async function sayWhereToPaste(name: StageName, stage: Stage, { account, print }: Surroundings): Promise<void> {
  const url = await addressOf(name, stage, account)
  print(
    url === undefined
      ? 'Deployed. No stack says at which address it answers.'
      : `\nDeployed.\n\n${pasteWords(url, stage)}`,
  )
}

// A deployment would keep the share that stands there, and with it nobody would call what it brings.
const BESIDE = (stage: StageName, release: string) =>
  `Nothing was deployed: the release ${release} stands beside what is live. npm run ship -- --stage ${stage} goes on from there.`
