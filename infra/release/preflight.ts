import { type SecretName, type SecretSpec, secretId, secretNamesIn, secrets } from '../secrets.ts'
import type { Stage, StageName } from '../stages.ts'
import { type Account, NoAccess } from './account.ts'
import type { Finding } from './finding.ts'
import { regionsOf } from './regions.ts'

/** A check: what it is about, and what it finds. It may reject with `NoAccess`, which is a finding too. */
type Check = { readonly what: string; readonly look: () => Promise<Finding | readonly Finding[]> }

/**
 * Everything that a deployment of `stage` needs and cannot make by itself, all looked at, whatever one of them finds:
 * nobody should come back five times. Rejects only for what is broken in us.
 */
export async function preflight(name: StageName, stage: Stage, account: Account): Promise<readonly Finding[]> {
  const who = await looked(callerCheck(name, stage, account))
  const checks = [
    ...regionsOf(stage).map((region) => bootstrapCheck(region, account)),
    ...secretNamesIn(stage).map((secret) => secretCheck(name, secret, secrets[secret], stage, account)),
    ...(stage.model === undefined ? [] : [modelCheck(stage.model.id, stage.region, account)]),
  ]
  if (who.some(({ state }) => state !== 'there')) {
    const unseen = checks.map(
      ({ what }): Finding => ({ what, state: 'unseen', why: 'not looked at without the account' }),
    )
    return [...who, ...unseen]
  }
  return [...who, ...(await Promise.all(checks.map(looked))).flat()]
}

/** The first check by itself: whose account it is. */
export function accountFindings(name: StageName, stage: Stage, account: Account): Promise<readonly Finding[]> {
  return looked(callerCheck(name, stage, account))
}

/** Whether CDK can deploy to a region. */
export function bootstrapFindings(region: string, account: Account): Promise<readonly Finding[]> {
  return looked(bootstrapCheck(region, account))
}

async function looked({ what, look }: Check): Promise<readonly Finding[]> {
  try {
    return [await look()].flat()
  } catch (error) {
    if (!(error instanceof NoAccess)) throw error
    return [{ what, state: 'missing', missing: error.message, todo: REMEDIES[error.kind] }]
  }
}

const REMEDIES: Readonly<Record<NoAccess['kind'], string>> = {
  credentials:
    'log in and name the profile: aws sso login --profile NAME, then AWS_PROFILE=NAME before the same command (or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY)',
  permission: 'give these credentials that permission, or use others (docs/aws.md, "Who may deploy")',
  region: 'turn the region on (AWS console, Account, Regions), or name another in infra/stages.ts',
  network: 'look whether this machine is online, and whether a proxy is in the way; then run the same command again',
}

function callerCheck(name: StageName, stage: Stage, account: Account): Check {
  const what = 'account'
  const look = async (): Promise<Finding> => {
    const caller = await account.caller()
    if (stage.account === undefined || stage.account === caller.account)
      return { what, state: 'there', found: `${caller.account}, as ${caller.arn}` }
    return {
      what,
      state: 'missing',
      missing: `the credentials belong to account ${caller.account}, and the stage ${name} to ${stage.account}`,
      todo: 'use a profile of that account (AWS_PROFILE=NAME), or change `account` in infra/stages.ts',
    }
  }
  return { what, look }
}

// https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping.html
function bootstrapCheck(region: string, account: Account): Check {
  const what = `CDK bootstrap in ${region}`
  const look = async (): Promise<Finding> => {
    const [{ account: id }, stack] = await Promise.all([account.caller(), account.stack(region, 'CDKToolkit')])
    const todo = `npx cdk bootstrap aws://${id}/${region} (once for each account and region)`
    if (stack === undefined) return { what, state: 'missing', missing: 'the stack CDKToolkit is not there', todo }
    if (/ROLLBACK|FAILED|DELETE/.test(stack.status) && stack.status !== 'UPDATE_ROLLBACK_COMPLETE')
      return { what, state: 'missing', missing: `the stack CDKToolkit is ${stack.status}`, todo }
    return { what, state: 'there', found: stack.status }
  }
  return { what, look }
}

function secretCheck(
  stageName: StageName,
  name: SecretName,
  { what: holds, fields }: SecretSpec,
  { region }: Stage,
  account: Account,
): Check {
  const id = secretId(stageName, name)
  const what = `secret ${id}`
  const look = async (): Promise<Finding> => {
    const there = await account.secretFields(region, id)
    const todo = `npm run secret -- --stage ${stageName} ${name} (${holds})`
    if (there === undefined)
      return {
        what,
        state: 'missing',
        missing: 'is not there',
        todo: 'the data stack makes it, and goes first',
        comes: true,
      }
    const empty = fields.filter((field) => !there.includes(field))
    if (empty.length > 0) return { what, state: 'missing', missing: `lacks ${empty.join(', ')}`, todo }
    return { what, state: 'there', found: there.length === 0 ? 'nothing needed' : there.join(', ') }
  }
  return { what, look }
}

function modelCheck(modelId: string, region: string, account: Account): Check {
  const what = `Bedrock model ${modelId}`
  const look = async (): Promise<Finding> => {
    const obstacle = await account.modelObstacle(region, modelId)
    if (obstacle === undefined) return { what, state: 'there', found: `may be called in ${region}` }
    return {
      what,
      state: 'missing',
      missing: obstacle,
      todo: 'open it once in the playground (AWS console, Bedrock, Model catalog) as somebody who may subscribe in AWS Marketplace, or leave `model` out in infra/stages.ts, and templates write',
    }
  }
  return { what, look }
}
