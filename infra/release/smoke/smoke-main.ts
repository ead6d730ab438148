import { localDir } from '../../local/clients/connect.ts'
import { runningLocal } from '../../local/local-file.ts'
import { terminal } from '../../local/terminal/terminal.ts'
import { secretId } from '../../secrets.ts'
import { type Stage, type StageName, stages } from '../../stages.ts'
import { NoAccess } from '../account.ts'
import { addressOf } from '../address.ts'
import { awsAccount } from '../aws-account.ts'
import { awsSecretStore } from '../aws-secret-store.ts'
import { textField } from '../secret-fields.ts'
import { openProbes } from './open-probes.ts'
import { type SigningSecrets, signedProbes } from './signed-probes.ts'
import { fetchFrom, smoke, smokeWords } from './smoke.ts'
import { SMOKE_USAGE, type SmokeOrder, smokeOrderOf } from './smoke-order.ts'

// `npm run smoke`: whether a running CodexFlow answers as it must. Exit code 1 where it does not.

const { print, complain } = terminal()
process.exitCode = await main()

async function main(): Promise<number> {
  const order = smokeOrderOf(process.argv.slice(2))
  if (order === 'help') {
    print(SMOKE_USAGE)
    return 0
  }
  if ('wrong' in order) {
    complain(`${order.wrong}.\n\n${SMOKE_USAGE}`)
    return 2
  }
  try {
    return await smoked(order)
  } catch (error) {
    if (!(error instanceof NoAccess)) throw error
    complain(`${error.message}. Nothing was tried.`)
    return 1
  }
}

async function smoked({ url, stage }: SmokeOrder): Promise<number> {
  const { at, secrets } = stage === undefined ? here(url) : await there(stage, url)
  if (at === undefined) {
    complain(
      stage === undefined
        ? `Nothing runs here. Start it first (npm start), or say where.\n\n${SMOKE_USAGE}`
        : `No stack of ${stage} says at which address it answers. Is it deployed?`,
    )
    return 1
  }
  const probes = [...openProbes, ...signedProbes(secrets, Math.floor(Date.now() / 1000))]
  const tried = await smoke(probes, fetchFrom(at), () => performance.now())
  const failed = tried.some(({ fault }) => fault !== undefined)
  const words = smokeWords(at, tried)
  if (failed) complain(words)
  else print(words)
  for (const name of ['slack', 'github'] as const)
    if (secrets[name] === undefined) print(`Not tried: what only ${name} can sign, because its secret is not at hand.`)
  return failed ? 1 : 0
}

type Place = { readonly at: string | undefined; readonly secrets: SigningSecrets }

function here(url: string | undefined): Place {
  const local = runningLocal(localDir(process.env))
  // Its secrets are for nobody else.
  if (local === undefined || (url !== undefined && new URL(url).origin !== new URL(local.doors.url).origin))
    return { at: url, secrets: {} }
  const { slackSigningSecret, githubWebhookSecret } = local.secrets
  return { at: local.doors.url, secrets: { slack: slackSigningSecret, github: githubWebhookSecret } }
}

async function there(name: StageName, url: string | undefined): Promise<Place> {
  const stage: Stage = stages[name]
  const account = awsAccount(stage.region)
  const at = await addressOf(name, stage, account)
  // Never to an address that is not the stage's own.
  if (url !== undefined && (at === undefined || new URL(url).origin !== new URL(at).origin))
    return { at: url, secrets: {} }
  const store = awsSecretStore()
  const secret = async (of: 'slack-signing' | 'github-webhook') =>
    textField((await store.read(stage.region, secretId(name, of))) ?? '', 'secret')
  const [slack, github] = await Promise.all([secret('slack-signing'), secret('github-webhook')])
  return { at, secrets: { slack, github } }
}
