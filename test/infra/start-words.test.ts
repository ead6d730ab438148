import { describe, expect, it } from 'vitest'
import { Fault } from '../../app/errors.ts'
import { bundledWords } from '../../infra/local/functions/bundled-code.ts'
import { foundWords } from '../../infra/local/people/found.ts'
import { relinkedWords } from '../../infra/local/people/inhabit.ts'
import { appPort, startArguments, startTrouble } from '../../infra/local/start-words.ts'
import { demoArguments } from '../../infra/local/story/demo-words.ts'
import { errorsIn } from '../../infra/local/terminal/terminal.ts'

describe('npm start', () => {
  it('takes --fresh, --bundles, --live with an owner, and --help', () => {
    const plain = { fresh: false, live: false, bundles: false, manifest: false, help: false }
    expect(startArguments([])).toEqual(plain)
    expect(startArguments(['--fresh'])).toEqual({ ...plain, fresh: true })
    expect(startArguments(['--bundles', '--fresh'])).toEqual({ ...plain, fresh: true, bundles: true })
    expect(startArguments(['--live'])).toEqual({ ...plain, live: true })
    const owner = 'ada@acme.example'
    expect(startArguments(['--live', '--owner', owner])).toEqual({ ...plain, live: true, owner })
    expect(startArguments(['--live', '--manifest'])).toEqual({ ...plain, live: true, manifest: true })
    expect(startArguments(['-h'])).toEqual({ ...plain, help: true })
  })

  it('says what it does not know, or cannot do', () => {
    const keeps = 'Live mode keeps what it knows; to begin anew, delete .codexflow-live'
    expect(startArguments(['--live', '--fresh'])).toEqual({ wrong: keeps })
    expect(startArguments(['--owner', 'amy'])).toEqual({ wrong: '--owner and --manifest belong to --live' })
    expect(startArguments(['--frsh'])).toEqual({ wrong: "Unknown option '--frsh'" })
    expect(startArguments(['again'])).toEqual({ wrong: expect.stringContaining("Unexpected argument 'again'") })
  })

  it('listens where the environment says, and names the variable that is wrong', () => {
    expect([appPort({}), appPort({ CODEXFLOW_PORT_APP: '3100' }), appPort({ CODEXFLOW_PORT_APP: '0' })]).toEqual([
      3000, 3100, 0,
    ])
    for (const bad of ['x', '-1', '70000', '']) {
      expect(() => appPort({ CODEXFLOW_PORT_APP: bad })).toThrow(`CODEXFLOW_PORT_APP is "${bad}"`)
    }
  })
})

describe('a start that fails', () => {
  it('names the port that is taken and the variable that changes it', () => {
    const doors = new Fault('Port 3000 is taken: end what uses it, or choose another one.', { port: 3000 })
    expect(startTrouble(doors, 3000)).toBe(
      'Port 3000 (doors) is taken by another program. End that program, or choose another port with CODEXFLOW_PORT_APP.',
    )
    const slack =
      'Port 4003 (slack) is taken by another program. End that program, or choose another port with CODEXFLOW_PORT_SLACK.'
    expect(
      startTrouble(new Error(`The local world did not start: 1.\nThe end of world.log:\n${slack}\n  at x`), 3000),
    ).toBe(slack)
  })

  it('says which function cannot be bundled, and what is wrong in which file', () => {
    const problems = ['app/log.ts:3:8: Could not resolve "./gone.ts"']
    const fault = new Fault('a function cannot be bundled', { function: 'relay', problems })
    expect(startTrouble(fault, 3000)).toMatchInlineSnapshot(`
      "The function relay cannot be bundled:
        app/log.ts:3:8: Could not resolve "./gone.ts"
      Repair that, or start without --bundles."
    `)
  })

  it('leaves what nobody foresaw to be shown as it is', () => {
    expect(startTrouble(new Error('the disk is full'), 3000)).toBeUndefined()
    expect(startTrouble('?', 3000)).toBeUndefined()
  })
})

describe('npm run demo', () => {
  it('takes --bundles and --help, and says what it does not know', () => {
    expect(demoArguments([])).toEqual({ bundles: false, help: false })
    expect(demoArguments(['--bundles'])).toEqual({ bundles: true, help: false })
    expect(demoArguments(['-h'])).toEqual({ bundles: false, help: true })
    expect(demoArguments(['--bundels'])).toEqual({ wrong: "Unknown option '--bundels'" })
  })
})

describe('a start with --bundles', () => {
  it('says how many bundles were built, how large, how long it took, and where they are', () => {
    const bundle = (bytes: number) => ({ file: '', bytes, parts: [], inputs: [], beside: [] })
    const bundles = { health: bundle(900), 'follow-up': bundle(1_417_000), 'slack-door': bundle(544_000) }
    expect(bundledWords(bundles, 4_150, '.codexflow/bundles')).toMatchInlineSnapshot(
      `"3 bundles in 4.2 s, 2.0 MB in .codexflow/bundles; the largest is follow-up (1.4 MB)."`,
    )
  })
})

describe('a later start', () => {
  it('says what it found', () => {
    expect(foundWords({ projects: 1, tasks: 2, sent: 1, owed: [] })).toBe(
      'Found 2 tasks, 1 hand-off sent; nothing owed.',
    )
    expect(foundWords({ projects: 1, tasks: 1, sent: 0, owed: ['UAPI-1', 'UAPI-2'] })).toBe(
      'Found 1 task, 0 hand-offs sent; something owed for UAPI-1 and UAPI-2: it goes out now.',
    )
  })

  it('says whom and what it linked again, and nothing when there was no need', () => {
    expect(relinkedWords({ relinked: [], channels: [] })).toBeUndefined()
    expect(relinkedWords({ relinked: ['Amy', 'Devi'], channels: [] })).toBe(
      'Re-linked 2 people by e-mail: Slack gave them new ids.',
    )
    expect(relinkedWords({ relinked: ['Amy'], channels: [] })).toBe('Re-linked Amy by e-mail: Slack gave a new id.')
    expect(relinkedWords({ relinked: ['Amy', 'Devi'], channels: ['user-api'] })).toBe(
      'Re-linked 2 people by e-mail, user-api by name: Slack gave them new ids.',
    )
  })
})

describe('the log of the functions', () => {
  it('is searched for errors, and for nothing else', () => {
    const lines = [
      '{"level":"info","message":"reconciled"}',
      '{"level":"error","message":"a function failed","function":"relay"}',
      'no JSON, but "level":"error"',
    ]
    expect(errorsIn(`${lines.join('\n')}\n`)).toEqual(['a function failed'])
    expect(errorsIn('{"level":"warn","message":"slow"}\n')).toEqual([])
  })
})
