import { generateKeyPairSync } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Probot } from 'probot'
import { githubDoor } from '../app/github/door.ts'
import { actsOn, listensTo } from '../app/github/sources/registry.ts'
import { silentLog } from '../app/log.ts'
import { standing } from '../test/support/secrets.ts'
import { atLeast, type Benchmark } from './benchmark.ts'
import { interleave, perCall, ratio, spreads } from './harness.ts'
import { delivery } from './requests.ts'
import { GITHUB_SECRET } from './surroundings.ts'

const SLICE_MS = 100

/** A delivery of an event that nobody acts on, which is what most deliveries are. */
export const ignoredWebhook: Benchmark = {
  name: 'ignored-webhook',
  about: 'a running process checks the signature of a delivery that nobody acts on, and drops it',
  async run({ rounds = 30, say }) {
    const event = delivery('discussion', 'answered')
    const door = githubDoor({
      signers: standing([GITHUB_SECRET]),
      now: Date.now,
      log: silentLog,
      listensTo,
      actsOn,
      enqueue: async () => {
        throw new Error('The event was not ignored')
      },
    })
    const probot = await stockProbot()
    const middleware = await probot.getNodeMiddleware()
    const body = event.body ?? ''
    const headers = event.headers
    const request = { method: 'POST', url: '/api/github/webhooks', headers, body } as unknown as IncomingMessage
    const stock = async () => {
      const response = answerSink()
      await middleware(request, response.take as unknown as ServerResponse)
      if (response.status() !== 200) throw new Error(`Probot answered ${response.status()}`)
    }
    const verified = () =>
      probot.webhooks.verifyAndReceive({
        id: headers['x-github-delivery'] ?? '',
        name: 'discussion',
        payload: body,
        signature: headers['x-hub-signature-256'] ?? '',
      })
    const { statusCode } = await door(event)
    if (statusCode !== 200) throw new Error(`Our door answered ${statusCode}`)
    const variants = [
      { name: 'ours', measure: () => perCall(() => door(event), SLICE_MS) },
      { name: 'stock Probot', measure: () => perCall(stock, SLICE_MS) },
      { name: 'its verifyAndReceive alone', measure: () => perCall(verified, SLICE_MS) },
    ]
    const taken = await interleave(variants, { rounds, warmUp: 3, onRound: (n) => say(`${n}/${rounds}`) })
    return {
      unit: 'µs',
      rounds,
      variants: spreads(taken),
      verdicts: [atLeast('times faster than stock Probot', ratio(taken, 'stock Probot', 'ours'), 5)],
      more: {
        payloadBytes: Buffer.byteLength(body),
        timesVerifyAndReceive: ratio(taken, 'its verifyAndReceive alone', 'ours'),
      },
    }
  },
}

// As its documentation sets it up, with a handler for another event; silent, so that it is not measured for its log.
async function stockProbot(): Promise<Probot> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const probot = new Probot({
    appId: 1,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    secret: GITHUB_SECRET,
    logLevel: 'fatal',
  })
  await probot.load((app) => {
    app.on('pull_request.closed', () => {
      throw new Error('The event was not ignored')
    })
  })
  await probot.ready()
  return probot
}

/** The part of a response that Probot's middleware writes. */
function answerSink() {
  let status = 0
  const take = {
    writeHead(code: number) {
      status = code
      return take
    },
    end: () => take,
  }
  return { take, status: () => status }
}
