import type { Stage } from './stage.ts'

/** Who is asked again about hand-offs that they have not answered. */
export const NUDGED = ['gaius', 'quinn', 'amy']

/** The ground of all actions: linked people who work round the clock, and a project with its repository. */
export async function settleIn(stage: Stage): Promise<void> {
  const link = async (name: string) => {
    const { text } = await stage.slack(name, `link ${stage.person(name).login}`)
    const code = /link ([A-Z0-9]{5}-[A-Z0-9]{5})/.exec(text)?.[1]
    if (code === undefined) throw new Error(`No code came for ${name}, but: ${text}`)
    await stage.github.comment(name, `${stage.repository}#1`, `/codexflow link ${code}`)
    await stage.settled()
  }
  await awake(stage)
  await link('amy')
  await stage.slack('amy', 'project new UAPI "User API"')
  await stage.slack('amy', `project connect ${stage.repository}`)
  await stage.settled()
  for (const name of ['devi', 'gaius', 'fern', 'quinn']) await link(name)
  await stage.slack('amy', 'project settings UAPI lead:@amy approver-tech-lead:@amy')
  for (const name of NUDGED) await stage.slack(name, 'settings hours:00:00-24:00 days:mon-sun')
  await stage.settled()
}

/** The door is loaded by whoever knocks first, and on a busy machine answers them too late. */
async function awake(stage: Stage): Promise<void> {
  for (let knocks = 0; knocks < 10; knocks++) {
    if ((await stage.slack('amy', 'help')).text !== '') return
    await stage.settled()
  }
  throw new Error('The Slack door does not answer.')
}

/** Adds a task as Amy, and gives its id. */
export async function add(stage: Stage, assignee: string, more = ''): Promise<string> {
  const { text } = await stage.slack(
    'amy',
    `task add "Implement the endpoints" phase:backend assign:@${assignee} ${more}`,
  )
  const id = /UAPI-\d+/.exec(text)?.[0]
  if (id === undefined) throw new Error(`No task was made: ${text}`)
  return id
}

/** Two tasks, of which the second waits for the first. */
export async function pair(
  stage: Stage,
  receiver = 'gaius',
): Promise<{ readonly first: string; readonly second: string }> {
  const first = await add(stage, 'devi')
  const second = await add(stage, receiver, `after:${first}`)
  await stage.settled()
  return { first, second }
}

/** A task of which its receiver was just told that it can be begun. */
export async function handedOver(stage: Stage, receiver?: string): Promise<string> {
  const { first, second } = await pair(stage, receiver)
  await stage.slack('devi', `done ${first} arn:arn:aws:lambda:us-east-1:123456789012:function:user-api`)
  await stage.settled()
  return second
}

/** Opens a pull request that completes the task; `owner/repo#12`. */
export async function pullOf(stage: Stage, task: string): Promise<string> {
  const number = await stage.github.openPull('devi', stage.repository, {
    title: `${task} Provision the function`,
    branch: `${task}-provision`,
    body: `Completes ${task}\n\n\`\`\`codexflow\nlambda: user-api\napi: https://api.example.com/v1/users\n\`\`\``,
  })
  await stage.settled()
  return `${stage.repository}#${number}`
}
