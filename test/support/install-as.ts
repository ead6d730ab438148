import type { Stack } from './stack.ts'

const notFollowed = { redirect: 'manual' } as const

/** Begins on our page, agrees on the emulated Slack's as its button does, and comes back with what a browser holds. */
export async function installAs(stack: Pick<Stack, 'local' | 'person'>, as: string) {
  const begun = await fetch(`${stack.local.doors.url}/slack/install`, notFollowed)
  const cookie = begun.headers.getSetCookie()[0]!.split(';')[0]!
  const location = new URL(begun.headers.get('location')!)
  const asked = await fetch(location)
  const form = new URLSearchParams({ ...Object.fromEntries(location.searchParams), user_id: stack.person(as).slackId })
  const agree = new URL('/oauth/v2/authorize/callback', location)
  const agreed = await fetch(agree, { ...notFollowed, method: 'POST', body: form })
  const back = agreed.headers.get('location')!
  return {
    statuses: [begun.status, asked.status, agreed.status],
    comeBack: (own = true) => fetch(back, own ? { headers: { cookie } } : {}),
  }
}
