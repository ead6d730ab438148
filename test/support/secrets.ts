import { silentLog } from '../../app/log.ts'
import type { Secret } from '../../app/secrets/cached-secret.ts'
import { startAwsApi } from '../../infra/local/aws/aws-api.ts'
import { LOCAL_KEY, openKeys } from '../../infra/local/aws/key-service.ts'
import { givenSecrets, LAPTOP, type LocalSecrets } from '../../infra/local/aws/local-secrets.ts'
import { openSecrets } from '../../infra/local/aws/secret-store.ts'
import type { LocalServer } from '../../infra/local/http-server.ts'
import { secretNamesIn, secretVariables } from '../../infra/secrets.ts'

/** A secret that nobody ever changes. */
export function standing<Value>(value: Value): Secret<Value> {
  return { now: async () => value, again: async () => undefined }
}

/** A Secrets Manager and a KMS on loopback, and the environment by which functions find them. */
export type SecretsServer = { readonly env: Readonly<Record<string, string>>; stop(): Promise<void> }

/** Serves these secrets, and takes as given what a test does not look at. */
export async function serveSecrets(given: LocalSecrets): Promise<SecretsServer> {
  const store = await openSecrets({ given: givenSecrets({ ...ANY, ...given }), now: Date.now })
  const server: LocalServer = await startAwsApi(0, { secrets: store, keys: openKeys() }, silentLog)
  return {
    env: {
      ...secretVariables(LAPTOP, secretNamesIn({ edge: false })),
      CODEXFLOW_VAULT_KEY: LOCAL_KEY,
      CODEXFLOW_SECRETS_ENDPOINT: server.url,
      CODEXFLOW_KMS_ENDPOINT: server.url,
    },
    stop: () => server.stop(0),
  }
}

const ANY: LocalSecrets = {
  'slack-signing': { secret: 'a signing secret of a test' },
  'slack-app': { botToken: 'xoxb-test' },
  'github-webhook': { secret: 'a webhook secret of a test' },
  'github-app': { privateKey: 'no key' },
  'github-oauth': {},
  keys: { next: 'a key of our own in a test' },
}
