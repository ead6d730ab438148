import { jsonLog } from '../../../app/log.ts'
import type { Role } from '../../../app/projects/permissions.ts'
import type { ModalId } from '../../../app/slack/callbacks.ts'
import type { ViewReply } from '../../../app/slack/handlers.ts'
import type { Values } from '../../../app/slack/inputs.ts'
import { type Preset, packPreset } from '../../../app/slack/modals/preset.ts'
import { receiveForm } from '../../../app/slack/modals/submit.ts'
import type { AskedInSlack } from '../../../app/verbs/asked.ts'
import { minute, WORKSPACE } from '../../support/tasks.ts'
import { PEOPLE, type World } from '../../verbs/world.ts'

/** Filling forms in, for their tests. */

/** What a field says when one thing was entered in it. */
export function filled(fields: Readonly<Record<string, string>>): Values {
  return Object.fromEntries(Object.entries(fields).map(([id, value]) => [id, { [id]: value }]))
}

let occasions = 0

/** Who submits a form. */
export function submitter(role: Role, over: Partial<AskedInSlack> = {}): AskedInSlack {
  return {
    workspace: WORKSPACE,
    slackUser: PEOPLE[role].slackUser!,
    userName: '',
    channel: '',
    at: minute(60),
    cause: `slack:T0NORTHWIND:V1/${++occasions}`,
    responseUrl: '',
    ...over,
  }
}

/** Submits a form as somebody; `lines` takes what is logged. */
export function submitted(
  home: Pick<World, 'ports'>,
  role: Role,
  form: ModalId,
  preset: Preset,
  values: Values,
  { lines = [], ...over }: Partial<AskedInSlack> & { lines?: string[] } = {},
): Promise<ViewReply> {
  const view = { callbackId: form, viewId: 'V1', privateMetadata: packPreset(preset), values }
  return receiveForm(view, submitter(role, over), { ...home.ports, logger: jsonLog((line) => lines.push(line)) })
}

/** All that a form or page says, a line for each text; fields with what stands in them. */
export function readable(reply: ViewReply): unknown {
  if (reply.kind !== 'show') return reply
  const { title, blocks } = reply.view
  const lines = blocks.flatMap((block) => {
    if (block.type === 'section') return [block.text?.text ?? '']
    if (block.type !== 'input') return []
    const [initial] = Object.entries(block.element).filter(([key]) => key.startsWith('initial_'))
    const value = initial?.[1]
    return value === undefined ? [] : [`${block.label.text}: ${shownValue(value)}`]
  })
  return [title, ...lines].join('\n')
}

function shownValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(shownValue).join(', ')
  return typeof value === 'object' && value !== null && 'value' in value ? String(value.value) : String(value)
}
