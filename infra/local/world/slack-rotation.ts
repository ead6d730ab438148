/** An answer of Slack's, as far as it is known. */
type Body = Readonly<Record<string, unknown>>

/** Seconds that a token lives. */
const LIFE = 12 * 3600
const REFRESH = /^xoxe-1-\d+-(.+)$/

/**
 * What `manifest.yml` asks of Slack, and emulate does not do: a bot token expires, and the next one is got by a refresh token,
 * which works once. Here the next one is the same. Answers what `oauth.v2.access` answers.
 * https://docs.slack.dev/authentication/using-token-rotation
 */
export function tokenRotation(): (args: Body, answer: Body) => Body {
  const used = new Set<string>()
  let given = 0
  const rotating = (token: string) => ({ refresh_token: `xoxe-1-${given++}-${token}`, expires_in: LIFE })
  return (args, answer) => {
    if (args['grant_type'] !== 'refresh_token') {
      const token = answer['access_token']
      return answer['ok'] === true && typeof token === 'string' ? { ...answer, ...rotating(token) } : answer
    }
    const refresh = String(args['refresh_token'])
    const token = REFRESH.exec(refresh)?.[1]
    if (token === undefined || used.has(refresh)) return { ok: false, error: 'invalid_refresh_token' }
    used.add(refresh)
    return { ok: true, access_token: token, token_type: 'bot', ...rotating(token) }
  }
}
