import type { LeftBehind } from '../../ports/left-behind.ts'
import { command, plain } from '../../verbs/words/markup.ts'
import { replyOf } from '../../verbs/words/reply.ts'
import { taskButton } from '../actions/task-button.ts'
import type { SlackReply } from '../handlers.ts'
import { section } from '../home/home-blocks.ts'
import { inSlack } from './in-slack.ts'

/** Projects of which one message tells what they did there. */
const MOST_POSTS = 10

/** Tells whoever leads it what somebody who left the workspace leaves behind; each task has the button that gives it away. */
export function leftBehindReply({ name, tasks, count, posts }: LeftBehind): SlackReply {
  const open = count === 1 ? '1 open task is theirs' : `${count} open tasks are theirs`
  const head = [
    `👋 *${plain(name, 80)}* has left the workspace.`,
    ...(count === 0 ? [] : [`${open}. Who should take over?`]),
  ]
  const lines = tasks.map(({ id, title, phase }) => `*${id}* ${plain(title, 80)} · ${phase}`)
  const rest = [
    ...(count > tasks.length ? [`…and ${count - tasks.length} more.`] : []),
    ...posts
      .slice(0, MOST_POSTS)
      .map(
        ({ project, setting }) =>
          `• \`${setting}\` of *${project}* was theirs: ${command(`project settings ${project} ${setting}:@person`)}`,
      ),
    ...(posts.length > MOST_POSTS ? [`…and ${posts.length - MOST_POSTS} more such settings.`] : []),
    ...(count === 0
      ? []
      : [
          `To give one to somebody: ${command('assign ID @person')}. Until then you hear in their place when one of these is ready.`,
        ]),
    'You get this, once, because you lead this work, or because nobody else here does.',
  ]
  return {
    text: inSlack(replyOf([...head, ...lines.map((line) => `• ${line}`), ...rest])).text,
    blocks: [
      section(head),
      ...tasks.map(({ id }, index) => section([lines[index] ?? ''], taskButton('task.assign', id))),
      section(rest),
    ],
  }
}
