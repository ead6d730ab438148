import { secretId, secretNamesIn } from '../../secrets.ts'
import { NoAccess } from '../account.ts'
import type { Finding } from '../finding.ts'
import { accountFindings, bootstrapFindings } from '../preflight.ts'
import type { FailoverSurroundings } from './plan.ts'
import { type Route, tableOf } from './route.ts'

/** Everything that the new region needs and a failover cannot make, and how the old one is, all looked at whatever one of them finds. */
export async function ready(route: Route, surroundings: FailoverSurroundings): Promise<readonly Finding[]> {
  const { name, stage, to, home } = route
  const { account } = surroundings
  const who = await accountFindings(name, stage, account)
  if (who.some(({ state }) => state !== 'there')) return who
  const checks: readonly Promise<readonly Finding[]>[] = [
    bootstrapFindings(to, account),
    replicaFindings(route, surroundings),
    ...secretNamesIn(stage).map((secret) => secretFindings(to, secretId(name, secret), surroundings)),
    ...(to === home ? [] : [vaultFindings(route, surroundings)]),
    oldRegionFindings(route, surroundings),
    lagFindings(route, surroundings),
  ]
  return [...who, ...(await Promise.all(checks)).flat()]
}

async function replicaFindings(route: Route, { regions }: FailoverSurroundings): Promise<readonly Finding[]> {
  const { to } = route
  const what = `table in ${to}`
  return looked(what, async () => {
    const table = await regions.table(to, tableOf(route))
    if (table?.status === 'ACTIVE' && table.stream !== undefined) return { what, state: 'there', found: 'ACTIVE' }
    const missing =
      table === undefined
        ? 'is not there'
        : `is ${table.status}, ${table.stream === undefined ? 'without' : 'with'} a stream`
    return {
      what,
      state: 'missing',
      missing,
      todo: 'the data stack keeps it: npm run deploy, and wait until the replica is there',
    }
  })
}

function secretFindings(to: string, id: string, { account }: FailoverSurroundings): Promise<readonly Finding[]> {
  const what = `secret ${id} in ${to}`
  return looked(what, async () => {
    const fields = await account.secretFields(to, id)
    return fields === undefined
      ? { what, state: 'missing', missing: 'is not there', todo: 'the data stack copies it: npm run deploy' }
      : { what, state: 'there', found: fields.length === 0 ? 'nothing needed' : fields.join(', ') }
  })
}

function vaultFindings({ name, to }: Route, { account }: FailoverSurroundings): Promise<readonly Finding[]> {
  const what = `key of the vault in ${to}`
  return looked(what, async () => {
    const stack = await account.stack(to, `codexflow-${name}-standby-vault`)
    return stack?.outputs['VaultKey'] === undefined
      ? {
          what,
          state: 'missing',
          missing: 'is not there: no token would open',
          todo: 'its stack makes it: npm run deploy',
        }
      : { what, state: 'there', found: 'a copy' }
  })
}

// That it does not answer is no reason to stay: whoever runs this may know.
function oldRegionFindings({ from, name }: Route, { account }: FailoverSurroundings): Promise<readonly Finding[]> {
  const what = `old region ${from}`
  return unseen(what, async () => {
    const stack = await account.stack(from, `codexflow-${name}`)
    return {
      what,
      state: 'there',
      found: stack === undefined ? 'answers; nothing acts there' : `answers; the application is ${stack.status}`,
    }
  })
}

function lagFindings(route: Route, { regions }: FailoverSurroundings): Promise<readonly Finding[]> {
  const what = `replication from ${route.from} to ${route.to}`
  return unseen(what, async () => {
    const lag = await regions.lag(route.from, route.to, tableOf(route))
    return {
      what,
      state: 'there',
      found: lag === undefined ? 'nothing was written in ten minutes' : `${lag} ms behind at most, in ten minutes`,
    }
  })
}

async function looked(what: string, look: () => Promise<Finding>): Promise<readonly Finding[]> {
  try {
    return [await look()]
  } catch (error) {
    if (!(error instanceof NoAccess)) throw error
    return [{ what, state: 'missing', missing: error.message, todo: 'mend that first: nothing can be woken there' }]
  }
}

async function unseen(what: string, look: () => Promise<Finding>): Promise<readonly Finding[]> {
  try {
    return [await look()]
  } catch (error) {
    if (!(error instanceof NoAccess)) throw error
    return [{ what, state: 'unseen', why: error.message }]
  }
}
