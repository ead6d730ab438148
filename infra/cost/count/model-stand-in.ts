import * as z from 'zod'
import type { Taken } from './tariff.ts'

/** The parts of a Converse request by which it is paid. */
const request = z.looseObject({
  system: z.array(z.looseObject({ text: z.string().optional() })).default([]),
  messages: z.array(z.looseObject({ content: z.array(z.looseObject({ text: z.string().optional() })) })),
  toolConfig: z.looseObject({ tools: z.array(z.looseObject({ toolSpec: z.looseObject({ name: z.string() }) })) }),
})

/** What a model says in the middle of what it may: about 1,000 characters, all told. Its facts are left out. */
export const ANSWER = {
  opening:
    'The task that yours waited for is finished, so you can begin today. Everything that you asked for is in place, and nothing else stands in your way.',
  body: 'The function answers behind the gateway and has been checked by its owner. Its role may read and write the table of the users, and nothing beyond that. Logs are kept in the account of the platform team. Ask whoever finished it about the limits of the gateway, which are low at the moment and will be raised before the release.',
  nextSteps: [
    'Read the interface description and compare it with the endpoints that are planned for this release.',
    'Call the health endpoint from your own environment, so that you see early whether you are let in.',
    'Write the first endpoint with its test, and open a pull request that names this task.',
  ],
  priority: 'medium',
}

/** Plays the model: answers by the tool that is offered, and says what was asked. */
export function converse(body: Buffer): { readonly answer: string; readonly taken: readonly Taken[] } {
  const { system, messages, toolConfig } = request.parse(JSON.parse(body.toString()))
  const textOf = (parts: readonly { readonly text?: string | undefined }[]) =>
    parts.map(({ text = '' }) => text).join('')
  const prefix = textOf(system).length + JSON.stringify(toolConfig).length
  const question = messages.reduce((sum, { content }) => sum + textOf(content).length, 0)
  const name = toolConfig.tools[0]?.toolSpec.name
  const answer = JSON.stringify({
    output: { message: { role: 'assistant', content: [{ toolUse: { toolUseId: 'stand-in', name, input: ANSWER } }] } },
    stopReason: 'tool_use',
    usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
    metrics: { latencyMs: 0 },
  })
  return {
    answer,
    taken: [
      ['model', 1],
      ['prefix', prefix],
      ['question', question],
    ],
  }
}
