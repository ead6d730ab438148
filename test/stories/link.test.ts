import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Stack, startStack } from '../support/stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.stop())

/** A browser that keeps our cookie, and follows where it is sent one step at a time. */
function browser() {
  let cookie = ''
  const step = async (url: string | URL, form?: Readonly<Record<string, string>>): Promise<Response> => {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: cookie === '' ? {} : { cookie },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const set of response.headers.getSetCookie()) {
      if (set.startsWith('__Host-codexflow')) cookie = set.split(';')[0]!
    }
    return response
  }
  return step
}

const whereTo = (response: Response, from: string) => new URL(response.headers.get('location')!, from)

/** From the address that Slack gave to the question, agreeing on the emulated GitHub's page as that account. */
async function toQuestion(as: string, login: string) {
  const step = browser()
  const { text } = await stack.slack(as, 'link')
  const address = /https?:\/\/[^\s|>]*\/github\/link\?ticket=[^\s|>]+/.exec(text)![0]
  const away = await step(address)
  const github = whereTo(away, address)
  expect(await (await step(github)).text()).toContain(login)
  const { redirect_uri = '', state = '', client_id = '' } = Object.fromEntries(github.searchParams)
  const agreed = await step(new URL('/login/oauth/callback', github), {
    login,
    redirect_uri,
    state,
    client_id,
    scope: '',
  })
  const back = whereTo(agreed, github.href)
  const sent = await step(back)
  const page = await (await step(whereTo(sent, back.href))).text()
  const token = /name="token" value="([\w-]+)"/.exec(page)?.[1] ?? ''
  const answer = async (word: string) => {
    const pressed = await step(new URL('/github/link', back), { token, answer: word })
    return { status: pressed.status, page: await pressed.text() }
  }
  return { page, answer, back, step }
}

it('an account linked in a browser speaks for its person, in place of one that was unlinked', async () => {
  await stack.settleIn()
  expect((await stack.slack('gaius', 'unlink')).text).toContain('is linked to you no more')
  const { page, answer, back } = await toQuestion('gaius', 'gaius-okoro')
  expect(page).toContain('<h1>Link @gaius-okoro to “Gaius Okoro”?</h1>')
  expect(await browser()(back)).toMatchObject({ status: 400 })
  expect(await answer('yes')).toMatchObject({
    status: 200,
    page: expect.stringContaining('is linked to “Gaius Okoro”'),
  })
  expect((await stack.slack('gaius', 'people me')).text).toContain('GitHub gaius-okoro')

  await stack.slack('amy', 'task add "Write the endpoint" project:UAPI phase:backend assign:@gaius')
  await stack.settled()
  const pull = await stack.github.openPull('gaius', 'northwind/user-api', {
    title: 'UAPI-1 Write the endpoint',
    branch: 'UAPI-1-endpoint',
  })
  await stack.github.merge('gaius', `northwind/user-api#${pull}`)
  await stack.settled()
  const closed = () => stack.slack('amy', 'history UAPI-1')
  expect((await closed()).text).toContain('Gaius Okoro')
})

it('an account of somebody else is refused, and a no changes nothing', async () => {
  const taken = await toQuestion('fern', 'amy-adeyemi')
  expect(await taken.answer('yes')).toMatchObject({ status: 409 })
  const declined = await toQuestion('fern', 'fern-li')
  expect(await declined.answer('no')).toMatchObject({
    status: 200,
    page: expect.stringContaining('Nothing was linked'),
  })
  expect((await stack.slack('fern', 'people me')).text).toContain('no GitHub account linked')
})

it('another account of the same person takes the place of theirs', async () => {
  const first = await toQuestion('fern', 'fern-li')
  expect((await first.answer('yes')).status).toBe(200)
  const second = await toQuestion('fern', 'quinn-moss')
  expect(await second.answer('yes')).toMatchObject({
    status: 200,
    page: expect.stringContaining('is linked to “Fern Li”'),
  })
  expect((await stack.slack('fern', 'people me')).text).toContain('GitHub quinn-moss')
})
