import { visibleLine } from '../handoffs/invisible.ts'
import type { Person } from '../projects/person.ts'
import { ok } from '../result.ts'
import type { TaskId } from '../tasks/ids.ts'
import { onlyOptions, option, taskIn, wrong } from './arguments.ts'
import { order } from './order.ts'
import { wordText } from './parse.ts'
import { type GivenResource, RESOURCE_KEYS, resourcesIn } from './resources.ts'
import { lacks, termsOf } from './terms.ts'
import type { Verb } from './verb.ts'
import { heardReply } from './words/heard-reply.ts'
import { command, plain } from './words/markup.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { replyOf } from './words/reply.ts'

/** A finished task, and what it leaves for the next person. */
export type DoneArguments = {
  readonly id: TaskId
  readonly resources: readonly GivenResource[]
  /** Without what the project would have it bring along, where that may be. */
  readonly anyway: boolean
}

/** Completes a task, with what the next person needs of it. */
export const done: Verb<DoneArguments> = {
  name: 'done',
  group: 'Do your work',
  action: 'task.complete',
  usage:
    'done ID [arn:…] [url:"Label=https://…"] [lambda:…] [api:…] [database:…] [runtime:…] [environment:…] [document:"Label=https://…"] [version:…] [note:"…"] [missing:ok]',
  summary: 'Finish a task, and hand on what the next person needs; each option may come several times',
  examples: [
    'done UAPI-1',
    'done UAPI-1 arn:aws:lambda:us-east-1:123456789012:function:user-api url:"API=https://api.example.com/v1" database:users',
  ],
  aliases: ['complete', 'finish'],
  isPlain: true,
  parse(line) {
    const id = taskIn(line.words[0])
    if (!id.ok) return id
    const options = onlyOptions(line, ['missing'], RESOURCE_KEYS)
    if (!options.ok) return options
    const missing = option(line, 'missing')
    if (missing !== undefined && wordText(missing).toLowerCase() !== 'ok') {
      return wrong(`missing: takes ok alone, to finish without what is missing`)
    }
    const resources = resourcesIn({ ...line, options: line.options.filter(({ key }) => key !== 'missing') })
    if (!resources.ok) return resources
    return ok({ id: id.value, resources: resources.value, anyway: missing !== undefined })
  },
  async act({ id, resources, anyway }, context, ports) {
    // Read beside the task itself, which alone tells its phase.
    const asked = termsOf(ports, context.workspace, id)
    const [accepted] = await Promise.all([
      order(context, ports.log, id, 'task.complete', completion(resources, context.person), async (task) =>
        lacks(task, await asked, resources, anyway),
      ),
      asked,
    ])
    if (!accepted.ok) return refusalReply(accepted.error)
    const hears = (await asked).waiting.length > 0
    const said = replyOf(
      [
        `*${id}* ${plain(accepted.value.task.title)} is done.${hears ? ' I am telling those who waited for it.' : ''}`,
        ...(resources.length === 0 ? [] : [`They get with it:`, ...resources.map(resourceLine)]),
      ],
      [],
      [`If that was too early: ${command(`reopen ${id}`)}`],
    )
    return hears ? { ...said, hasMore: true } : said
  },
  async more({ id }, { workspace, person, at }, { later }) {
    return heardReply(id, await (await later()).whoHears(workspace, id, at), person)
  },
}

/** The order itself: what is given says by whom. */
export function completion(resources: readonly GivenResource[], { name }: Pick<Person, 'name'>) {
  const source = `given by ${visibleLine(name)} with /codexflow done`
  return { type: 'CompleteTask', resources: resources.map((resource) => ({ ...resource, source })) } as const
}

function resourceLine({ label, value }: GivenResource): string {
  return `• ${plain(label, 80)}: ${plain(value)}`
}
