import { AsyncLocalStorage } from 'node:async_hooks'
import { Fault } from '../../../app/errors.ts'
import { grants as allGrants, type Grant, type Permission } from '../../grants.ts'
import type { FunctionName } from '../../topology.ts'
import type { Handler } from '../functions/lambda.ts'
import type { AwsRequest } from './aws-request.ts'
import { type Names, permissionsOf } from './permissions-of.ts'
import { watchRequests } from './watch-requests.ts'
import { permissionsIn, wordsOf } from './words.ts'

export type GuardOptions = {
  readonly names: Names
  readonly grants?: Readonly<Record<FunctionName, readonly Grant[]>>
  /** Told every permission that a function used, as often as it did. */
  readonly used?: (name: FunctionName, permission: Permission) => void
}

/** An invocation under way: throws what it may not do, and keeps what was thrown. */
type Invocation = { readonly check: (request: AwsRequest) => void; readonly refused: unknown[] }
const invocations = new AsyncLocalStorage<Invocation>()

/**
 * Does what AWS does by the role of a function. A call that its grants do not name, or that we do not know, is refused before
 * it is sent; and it fails the invocation with a `Fault`, also where the function would have lived with the refusal.
 */
export function guarded({ names, grants = allGrants, used }: GuardOptions) {
  watchRequests(() => {
    const invocation = invocations.getStore()
    return invocation === undefined ? undefined : (request) => refuse(invocation, request)
  })
  return (name: FunctionName, handler: Handler): Handler => {
    const granted = new Set(grants[name].flatMap(permissionsIn).map(wordsOf))
    const check = (request: AwsRequest) => {
      for (const permission of permissionsOf(request, names)) {
        if (!granted.has(wordsOf(permission))) throw notGranted(name, permission)
        used?.(name, permission)
      }
    }
    return async (event, context) => {
      const refused: unknown[] = []
      const answer = invocations.run({ check, refused }, async () => handler(event, context))
      await Promise.allSettled([answer])
      // In place of whatever the function made of it.
      if (refused.length > 0) throw refused[0]
      return answer
    }
  }
}

function notGranted(name: FunctionName, permission: Permission): Fault {
  return new Fault('a function may not do this on AWS: grant it in infra/grants.ts, or do without', {
    function: name,
    permission: wordsOf(permission),
  })
}

function refuse({ check, refused }: Invocation, request: AwsRequest): Error | undefined {
  try {
    check(request)
    return undefined
  } catch (error) {
    refused.push(error)
    return error as Error
  }
}
