import type { Log } from '../log.ts'
import type { FollowUp } from '../verbs/follow-up.ts'
import type { AnsweredLine } from '../verbs/run-comment.ts'
import type { Answers, Sign, Wrote } from './answers.ts'
import { commentAnswer, isSaidBySign, pressAnswer } from './messages/comment-answer.ts'

export type CommentJob = Extract<FollowUp, { type: 'RunComment' }>

/** What answering a comment asks of the world. */
export type RespondPorts = {
  readonly run: (job: CommentJob) => Promise<readonly AnsweredLine[]>
  readonly answers: Answers
  /** Brings the job again, not before then (epoch milliseconds). */
  readonly again: (job: CommentJob, at: number) => Promise<void>
  readonly now: () => number
  /** Waits for so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>
  readonly log: Log
}

/** Longest wait for a turn to write; whoever would wait longer comes back from the queue. Milliseconds. */
const MAX_WAIT = 5_000
/** An older comment is not answered any more: nobody waits for it. Milliseconds. */
const MAX_AGE = 3_600_000

/**
 * Does what a comment says, and answers it: with a rocket alone where that says all, else with a comment and a sign. What was
 * done stays done whatever becomes of the answer, and the job may come again: it acts once, and its answer stands once.
 */
export async function respond(ports: RespondPorts, job: CommentJob): Promise<void> {
  const { answers, now, log } = ports
  const { asked } = job
  if (now() - Date.parse(asked.comment.at) > MAX_AGE) {
    log.warn('A comment is too old to be answered', { cause: asked.cause })
    return
  }
  const turn = job.notBefore ?? (await answers.turn(asked))
  if (turn - now() > MAX_WAIT) return ports.again({ ...job, notBefore: turn }, turn)
  const lines = await ports.run(job)
  await until(ports, turn)
  if (asked.comment.kind === 'button') return answerPress(ports, job, lines)
  const sign: Sign = lines.some(({ reply }) => reply.isNo) ? 'confused' : 'rocket'
  const first = isSaidBySign(lines) ? await answers.sign(asked, sign) : await answers.say(asked, commentAnswer(lines))
  if (typeof first === 'object') return ports.again({ ...job, notBefore: first.again }, first.again)
  if (isSaidBySign(lines) && first === 'written') return
  const second = await answers.turn(asked)
  if (second - now() > MAX_WAIT) return
  await until(ports, second)
  // A sign that cannot be given is said in words; beside words it is a courtesy.
  if (isSaidBySign(lines)) {
    const said = await answers.say(asked, commentAnswer(lines))
    if (typeof said === 'object') await ports.again({ ...job, notBefore: said.again }, said.again)
  } else await courtesy(answers.sign(asked, sign), ports, asked.cause)
}

// What a button did shows in its check run; a refusal is said in words, to whoever pressed it and nobody else.
async function answerPress({ answers, again }: RespondPorts, job: CommentJob, lines: readonly AnsweredLine[]) {
  const refused = lines.filter(({ reply }) => reply.isNo)
  if (refused.length === 0) return
  const said = await answers.say(job.asked, pressAnswer(job.asked.account.login, refused), job.asked.cause)
  if (typeof said === 'object') await again({ ...job, notBefore: said.again }, said.again)
}

/** Shows that a comment was seen, where that can be done at once. Never rejects. */
export async function seen(
  ports: Pick<RespondPorts, 'answers' | 'now' | 'wait' | 'log'>,
  asked: CommentJob['asked'],
): Promise<void> {
  const showing = async (): Promise<Wrote> => {
    const turn = await ports.answers.turn(asked)
    // Whoever sees the outcome first needs no eyes.
    if (turn - ports.now() > SOON) return 'refused'
    await until(ports, turn)
    return ports.answers.sign(asked, 'eyes')
  }
  await courtesy(showing(), ports, asked.cause)
}

const SOON = 1_000

async function courtesy(showing: Promise<Wrote>, { log }: Pick<RespondPorts, 'log'>, cause: string): Promise<void> {
  await showing.catch((error: unknown) => log.info('A comment could not get its sign', { cause, error }))
}

async function until({ now, wait }: Pick<RespondPorts, 'now' | 'wait'>, turn: number): Promise<void> {
  if (turn > now()) await wait(turn - now())
}
