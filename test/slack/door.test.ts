import { App } from '@slack/bolt'
import { describe, expect, it } from 'vitest'
import { Fault } from '../../app/errors.ts'
import { boltLogger } from '../../app/slack/bolt-logger.ts'
import { slackDoor } from '../../app/slack/door.ts'
import { DoorReceiver } from '../../app/slack/receiver.ts'
import { NOW, SLACK_SECRET, signedBySlack } from '../support/requests.ts'
import { standing } from '../support/secrets.ts'
import { authorize, door, lines, log } from '../support/slack-door.ts'
import { command, ofEvent, ofForm, read } from '../support/slack-samples.ts'

describe('what Slack asks of the door itself', () => {
  it('is answered: the challenge, the check of the certificate, the warning of too many events', async () => {
    const answer = door()
    expect(read(await answer(ofEvent({ type: 'url_verification', challenge: 'c ü' })))).toEqual({
      status: 200,
      body: { challenge: 'c ü' },
    })
    expect(read(await answer(ofForm({ ssl_check: '1', token: 'x' })))).toEqual({ status: 200, body: '' })
    expect(read(await answer(ofEvent({ type: 'app_rate_limited', team_id: 'T1' })))).toEqual({ status: 200, body: '' })
  })

  it('is not answered to a stranger', async () => {
    const challenge = signedBySlack('{"type":"url_verification","challenge":"c"}', { secret: 'another' })
    expect((await door()(challenge)).statusCode).toBe(401)
  })
})

it('an acknowledgement given twice is a fault', async () => {
  const receiver = new DoorReceiver(log)
  const app = new App({ receiver, authorize, logger: boltLogger(log) })
  app.error(async (error) => {
    throw error
  })
  app.command('/codexflow', async ({ ack }) => {
    await ack('once')
    await ack('again')
  })
  const answer = slackDoor({ signers: standing([SLACK_SECRET]), now: () => NOW * 1000, log, receiver })
  expect((await answer(ofForm(command))).statusCode).toBe(500)
  expect(lines.join()).toContain('acknowledged twice')
})

it('answers 500, and lets nobody in, while nobody can tell what Slack signs with', async () => {
  const receiver = { answer: async () => ({ statusCode: 200, headers: {}, body: '' }) }
  const away = { now: () => Promise.reject(new Fault('the vault is away')), again: async () => undefined }
  const answer = await slackDoor({ signers: away, now: () => NOW * 1000, log, receiver })(ofForm(command))
  expect([answer.statusCode, lines.join()]).toEqual([
    500,
    expect.stringContaining('No request of Slack can be checked'),
  ])
})
