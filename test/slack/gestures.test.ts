import nock from 'nock'
import { describe, expect, it } from 'vitest'
import { slackCalls } from '../../app/slack/calls.ts'
import type { Gesture } from '../../app/slack/gestures/gesture.ts'
import { gestures } from '../../app/slack/gestures/registry.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import type { AskedInSlack } from '../../app/verbs/asked.ts'
import { door, lines, log } from '../support/slack-door.ts'
import { ofForm, ofPayload, read } from '../support/slack-samples.ts'
import { minute, WORKSPACE } from '../support/tasks.ts'
import { PEOPLE, twoTasks, world } from '../verbs/world.ts'

/** Max of Northwind, who has UAPI-1 to do. */
const MAX = PEOPLE.member.slackUser!
const WHO = { team: { id: WORKSPACE, domain: 'northwind' }, user: { id: MAX, team_id: WORKSPACE } }
const TRIGGER = '111.222.abc'
const RESPOND = 'https://hooks.slack.com/actions/T0/1/x'

function atTheDoor({ projects }: Parameters<typeof world>[0] = {}) {
  const home = world(projects === undefined ? {} : { projects })
  home.seed(...twoTasks())
  const asked = (input: Gesture): AskedInSlack => ({
    workspace: workspaceOf(input.teamId),
    slackUser: input.userId,
    userName: '',
    channel: 'channelId' in input ? (input.channelId ?? '') : '',
    at: minute(60),
    cause: input.cause,
    responseUrl: 'responseUrl' in input ? input.responseUrl : '',
  })
  const calls = slackCalls({ tokenOf: async () => 'xoxb-1', apiUrl: 'https://slack.com/api/', timeoutMs: 10_000 })
  return { home, answer: door(gestures({ verbs: home.ports, calls, logger: log, asked })) }
}

/** Answers one call of a method, and notes what it was given; views are parsed. */
function slack(method: string, answer: object = { ok: true, view: { id: 'V9' } }) {
  const asked: Record<string, unknown>[] = []
  nock('https://slack.com')
    .post(`/api/${method}`, (form: Record<string, string>) => {
      const { view, ...rest } = form
      return asked.push(view === undefined ? rest : { ...rest, view: JSON.parse(view) }) > 0
    })
    .reply(200, answer)
  return asked
}

/** What is said at the response URL. */
function said() {
  const posted: Record<string, unknown>[] = []
  nock('https://hooks.slack.com')
    .post('/actions/T0/1/x', (body) => posted.push(body) > 0)
    .reply(200, 'ok')
  return posted
}

function clicked(action_id: string, value: string, where: object = { channel: { id: 'C1' }, response_url: RESPOND }) {
  const actions = [{ type: 'button', block_id: 'b', action_id, value, action_ts: '1780000001.5' }]
  return ofPayload({ type: 'block_actions', ...WHO, trigger_id: TRIGGER, actions, ...where })
}

const NEW = { id: 'U0NEW', team_id: WORKSPACE }

function typed(text: string, user = WHO.user) {
  const { team } = WHO
  const fields = {
    team_id: team.id,
    user_id: user.id,
    user_name: 'max',
    channel_id: 'C0UAPI',
    channel_name: 'user-api',
  }
  return ofForm({ command: '/codexflow', text, trigger_id: TRIGGER, response_url: RESPOND, ...fields })
}

const view = (over: object = {}) => ({
  id: 'V1',
  type: 'modal',
  hash: '17.a',
  callback_id: 'task.done',
  private_metadata: '{"task":"UAPI-1","title":"Provision the Lambda"}',
  state: { values: {} },
  ...over,
})

const titleOf = (asked: readonly Record<string, unknown>[]) =>
  asked.map((call) => (call['view'] as { title: { text: string } }).title.text)

const BY_NEW = { user: NEW, channel: { id: 'C1' }, response_url: RESPOND }

describe('a verb without what it needs', () => {
  it.each([
    ['task add', 'New task'],
    ['project new', 'New project'],
    ['block UAPI-1', 'Report a blocker'],
    ['assign uapi-1', 'Reassign a task'],
  ])('/codexflow %s opens the form %s, and says nothing', async (text, title) => {
    const { answer } = atTheDoor()
    const opened = slack('views.open')
    expect(read(await answer(typed(text)))).toEqual({ status: 200, body: '' })
    expect([opened[0]?.['trigger_id'], titleOf(opened)]).toEqual([TRIGGER, [title]])
  })

  it.each([
    ['a command', typed('block UAPI-1', NEW), { type: 'RunCommand', text: 'block UAPI-1' }],
    ['a command with a number', typed('block 1', NEW), { type: 'RunCommand', text: 'block 1' }],
    ['a button', clicked('task.block', 'UAPI-1', { ...BY_NEW }), { type: 'RunAction', actionId: 'task.block' }],
    [
      'a button that opens a form again',
      clicked('form.open:task.assign', 'task.assign {"task":"UAPI-1"}', { ...BY_NEW }),
      { type: 'RunCommand', text: 'assign UAPI-1' },
    ],
  ])('shows no task to whoever is new before they are looked up: %s', async (_, gesture, job) => {
    const { home, answer } = atTheDoor()
    said()
    await answer(gesture)
    nock.cleanAll()
    expect(home.jobs).toMatchObject([{ ...job, asked: { slackUser: 'U0NEW' } }])
  })

  it('gives a button for the same form when Slack’s three seconds are over', async () => {
    const { answer } = atTheDoor()
    slack('views.open', { ok: false, error: 'expired_trigger_id' })
    const { body } = read(await answer(typed('block UAPI-1')))
    expect([body.text, body.blocks[1].elements]).toMatchInlineSnapshot(`
      [
        "Here is the form: *Report a blocker*.",
        [
          {
            "accessibility_label": "Open the form: Report a blocker",
            "action_id": "form.open:task.block",
            "text": {
              "emoji": true,
              "text": "Open the form",
              "type": "plain_text",
            },
            "type": "button",
            "value": "task.block {"channel":"C0UAPI","task":"UAPI-1","title":"Provision the Lambda"}",
          },
        ],
      ]
    `)
    const again = slack('views.open')
    const { action_id, value } = body.blocks[1].elements[0]
    await answer(clicked(action_id, value))
    expect(titleOf(again)).toEqual(['Report a blocker'])
  })

  it('says at once that somebody may not, instead of asking for more', async () => {
    const { answer } = atTheDoor()
    const guest = { ...WHO, user: { id: PEOPLE.guest.slackUser!, team_id: WORKSPACE } }
    const posted = said()
    await answer(clicked('task.assign', 'UAPI-1', { ...guest, channel: { id: 'C1' }, response_url: RESPOND }))
    expect(posted.map(({ text }) => text)).toEqual([expect.stringMatching(/^As a guest you may not/)])
  })

  it('says what a new task needs first where there is no project', async () => {
    const { answer } = atTheDoor({ projects: [] })
    expect(read(await answer(typed('task add'))).body.text).toMatch(/^I cannot use that: there is no project yet\./)
  })
})

describe('a shortcut', () => {
  const shortcut = { type: 'shortcut', callback_id: 'task.new', ...WHO, trigger_id: TRIGGER }
  const onMessage = {
    ...shortcut,
    type: 'message_action',
    callback_id: 'task.from-message',
    channel: { id: 'C1' },
    message: { ts: '1780000000.000100', text: '*Fix* the login\nit fails' },
    response_url: RESPOND,
  }

  it('opens the form of a new task from anywhere', async () => {
    const { answer } = atTheDoor()
    const opened = slack('views.open')
    expect(read(await answer(ofPayload(shortcut)))).toEqual({ status: 200, body: '' })
    expect(titleOf(opened)).toEqual(['New task'])
  })

  it('makes a message a task, with its first line for a title and its address kept', async () => {
    const { answer } = atTheDoor()
    const opened = slack('views.open')
    await answer(ofPayload(onMessage))
    const { private_metadata, blocks } = opened[0]!['view'] as { private_metadata: string; blocks: unknown[] }
    expect([JSON.parse(private_metadata), blocks[0]]).toMatchObject([
      {
        title: 'Fix the login',
        channel: 'C1',
        project: 'UAPI',
        from: {
          ts: '1780000000.000100',
          permalink: 'https://northwind.slack.com/archives/C1/p1780000000000100',
        },
      },
      { block_id: 'title', element: { initial_value: 'Fix the login' } },
    ])
  })

  it('that came too late says so where it was made, or else in the conversation with the app', async () => {
    const { answer } = atTheDoor()
    const late = { ok: false, error: 'expired_trigger_id' }
    slack('views.open', late)
    const posted = said()
    await answer(ofPayload(onMessage))
    slack('views.open', late)
    const told = slack('chat.postMessage', { ok: true, channel: 'D1', ts: '1.2' })
    await answer(ofPayload(shortcut))
    expect([posted[0]?.['text'], told[0]?.['text'], told[0]?.['channel']]).toEqual([
      'Here is the form: *New task*.',
      'Here is the form: *New task*.',
      MAX,
    ])
  })
})

describe('a click in a form', () => {
  it('adds a row, keeps what was entered, and reads nothing', async () => {
    const { answer } = atTheDoor()
    const updated = slack('views.update')
    const values = { 'value-0': { 'value-0': { type: 'plain_text_input', value: 'https://a.example' } } }
    await answer(clicked('form.more', '', { view: view({ state: { values } }) }))
    const { private_metadata, blocks } = updated[0]!['view'] as { private_metadata: string; blocks: object[] }
    expect([updated[0]?.['view_id'], updated[0]?.['hash'], JSON.parse(private_metadata)]).toEqual([
      'V1',
      '17.a',
      { task: 'UAPI-1', title: 'Provision the Lambda', rows: 2 },
    ])
    expect(blocks).toMatchObject({ 2: { block_id: 'value-0', element: { initial_value: 'https://a.example' } } })
  })

  it('made twice adds one row', async () => {
    const { answer } = atTheDoor()
    slack('views.update', { ok: false, error: 'hash_conflict' })
    expect((await answer(clicked('form.more', '', { view: view() }))).statusCode).toBe(200)
    expect(lines).toEqual([])
  })
})

describe('the submission of a form', () => {
  const submission = (over: object = {}) =>
    ofPayload({ type: 'view_submission', ...WHO, trigger_id: TRIGGER, view: view(over) })

  it('does it, and shows what came of it in place of the form', async () => {
    const { home, answer } = atTheDoor()
    const { body } = read(await answer(submission()))
    expect([body.response_action, body.view.blocks[0].text.text]).toMatchInlineSnapshot(`
      [
        "update",
        "*UAPI-1* Provision the Lambda is done. I am telling those who waited for it.
      If that was too early: \`/codexflow reopen UAPI-1\`",
      ]
    `)
    expect(home.task(WORKSPACE, 'UAPI-1').status).toBe('done')
    expect(read(await answer(submission())).body).toEqual(body)
    expect(home.images).toHaveLength(1)
  })

  it('says at its field what is wrong', async () => {
    const { answer } = atTheDoor()
    const values = { 'value-0': { 'value-0': { type: 'plain_text_input', value: 'https://a:b@c.example' } } }
    expect(read(await answer(submission({ state: { values } }))).body).toEqual({
      response_action: 'errors',
      errors: { 'value-0': 'The URL carries a user name or password; leave it out.' },
    })
  })

  it('does nothing when the form is closed', async () => {
    const { home, answer } = atTheDoor()
    const closed = ofPayload({ type: 'view_closed', ...WHO, trigger_id: TRIGGER, view: view() })
    expect(read(await answer(closed))).toEqual({ status: 200, body: '' })
    expect(home.images).toEqual([])
  })
})

describe('a menu that is searched', () => {
  const search = (action_id: string, value: string, values: object = {}, private_metadata = '{"project":"UAPI"}') =>
    ofPayload({
      type: 'block_suggestion',
      ...WHO,
      action_id,
      block_id: 'b',
      value,
      view: view({ callback_id: 'task.new', private_metadata, state: { values } }),
    })
  const found = async (...given: Parameters<typeof search>) =>
    read(await atTheDoor().answer(search(...given))).body.options.map(
      ({ text }: { text: { text: string } }) => text.text,
    )

  it('finds tasks by number, by words of their title, and all of them while nothing is typed', async () => {
    expect([
      await found('task.search', '1'),
      await found('task.search', 'ENDPOINT'),
      await found('task.search', ''),
      await found('task.search', 'uapi-2', {}, '{}'),
      await found('task.search', 'pizza'),
    ]).toEqual([
      ['UAPI-1 Provision the Lambda'],
      ['UAPI-2 Build <the> endpoint'],
      ['UAPI-2 Build <the> endpoint', 'UAPI-1 Provision the Lambda'],
      ['UAPI-2 Build <the> endpoint'],
      [],
    ])
  })

  it('looks in the project that is chosen in the form', async () => {
    const chosen = { project: { 'project.search': { type: 'external_select', selected_option: { value: 'WEB' } } } }
    expect(await found('task.search', 'lambda', chosen)).toEqual([])
  })

  it('finds projects by key and name', async () => {
    expect([await found('project.search', 'user'), await found('project.search', 'x')]).toEqual([['UAPI User API'], []])
  })

  it.each([
    [{}, ['UAPI-2 Build <the> endpoint', 'UAPI-1 Provision the Lambda'], ['UAPI User API']],
    [{ is_restricted: true }, [], []],
    [{ is_ultra_restricted: true }, [], []],
  ])('asks Slack whether whoever is new works here: %o', async (profile, tasks, projects) => {
    const { answer } = atTheDoor()
    slack('users.info', { ok: true, user: { id: 'U0NEW', ...profile } })
    slack('users.info', { ok: true, user: { id: 'U0NEW', ...profile } })
    const byNew = (action_id: string) =>
      ofPayload({
        type: 'block_suggestion',
        ...WHO,
        user: NEW,
        action_id,
        value: '',
        view: view({ private_metadata: '{"project":"UAPI"}' }),
      })
    const shown = async (action_id: string) =>
      read(await answer(byNew(action_id))).body.options.map(({ text }: { text: { text: string } }) => text.text)
    expect([await shown('task.search'), await shown('project.search')]).toEqual([tasks, projects])
  })

  it('finds nothing for a guest that the guest may not see', async () => {
    const { answer } = atTheDoor()
    const guest = { user: { id: PEOPLE.guest.slackUser!, team_id: WORKSPACE } }
    const asGuest = (action_id: string) =>
      ofPayload({
        type: 'block_suggestion',
        ...WHO,
        ...guest,
        action_id,
        value: '',
        view: view({ private_metadata: '{"project":"UAPI"}' }),
      })
    expect([
      read(await answer(asGuest('task.search'))).body,
      read(await answer(asGuest('project.search'))).body,
    ]).toEqual([{ options: [] }, { options: [] }])
  })
})

describe('a click in the Home tab', () => {
  const inHome = { view: view({ type: 'home', callback_id: '', private_metadata: '' }) }

  it('acts, and has the tab show it', async () => {
    const { home, answer } = atTheDoor()
    await answer(clicked('task.start', `UAPI-1`, inHome))
    expect(home.task(WORKSPACE, 'UAPI-1').status).toBe('in_progress')
    expect(home.jobs).toEqual([{ type: 'PublishHome', workspace: WORKSPACE, slackUser: MAX }])
  })

  it('that needs time is answered on a page, which stands open meanwhile', async () => {
    const { home, answer } = atTheDoor()
    const opened = slack('views.open')
    await answer(clicked('task.why', 'UAPI-2', inHome))
    expect([titleOf(opened), home.jobs]).toMatchObject([
      ['CodexFlow'],
      [{ type: 'RunAction', actionId: 'task.why', asked: { viewId: 'V9' } }],
    ])
  })

  it('that is refused says so on a page', async () => {
    const { home, answer } = atTheDoor()
    const opened = slack('views.open')
    await answer(clicked('task.start', 'UAPI-2', inHome))
    expect(JSON.stringify(opened)).toContain('UAPI-2 cannot be started yet')
    expect([home.images, home.jobs]).toEqual([[], []])
  })
})

describe('the button that shows a graph as a picture', () => {
  it('is answered from the queue, as if it had been typed, in the place of the graph without it', async () => {
    const { answer, home } = atTheDoor()
    await answer(clicked('graph.picture', 'UAPI status:all'))
    expect(home.jobs).toMatchObject([
      { type: 'RunCommand', text: 'graph UAPI status:all picture', asked: { channel: 'C1', responseUrl: RESPOND } },
    ])
  })

  it('is answered in private when nobody can tell of what', async () => {
    const { answer, home } = atTheDoor()
    const posted = said()
    await answer(clicked('graph.picture', 'UAPI steps:99'))
    expect([posted, home.jobs]).toMatchObject([[{ response_type: 'ephemeral', replace_original: false }], []])
    expect(posted[0]?.['text']).toMatch(/^I could not read that: "99" is no number of steps/)
  })
})

describe('the button that links a GitHub account', () => {
  const HOME = { view: view({ type: 'home', callback_id: '' }), container: { type: 'view', view_id: 'V1' } }

  it('shows the address to its clicker alone, over the Home tab', async () => {
    const { home, answer } = atTheDoor()
    const opened = slack('views.open')
    const click = { type: 'block_actions', ...WHO, trigger_id: TRIGGER, ...HOME }
    const actions = [{ type: 'button', block_id: 'b', action_id: 'identity.link', action_ts: '1780000001.5' }]
    expect(read(await answer(ofPayload({ ...click, actions }))).status).toBe(200)
    expect(JSON.stringify(opened)).toContain('https://codexflow.test/github/link?ticket=per_max.')
    expect(home.jobs).toEqual([])
  })

  it('has whom nobody has met put down first, and their answer shown on a page', async () => {
    const { home, answer } = atTheDoor()
    slack('views.open')
    const actions = [{ type: 'button', block_id: 'b', action_id: 'identity.link', action_ts: '1780000001.5' }]
    await answer(ofPayload({ type: 'block_actions', ...WHO, user: NEW, trigger_id: TRIGGER, ...HOME, actions }))
    expect(home.jobs).toMatchObject([{ type: 'RunCommand', text: 'link', asked: { slackUser: 'U0NEW', viewId: 'V9' } }])
  })
})
