import { fromMarkdown, fromMrkdwn } from '../terminal/plain-text.ts'
import type { News } from './lookout.ts'
import { DOCUMENTS, FACTS, ISSUE } from './steps.ts'
import type { Scene } from './story.ts'

/** One thing that the story promises; `missing` says what was found instead. */
export type Check = { readonly what: string; readonly missing?: string }

/** What is left when the story is over. */
export type Outcome = {
  readonly scenes: readonly Scene[]
  /** Everything that anybody was told. */
  readonly told: readonly News[]
  readonly webhooks: readonly {
    readonly event: string
    readonly state: string
    readonly attempts: readonly unknown[]
  }[]
  /** Messages in all queues of dead letters. */
  readonly deadLetters: number
  /** Errors in the application's log. */
  readonly errors: readonly string[]
}

/** Slack's patience with an acknowledgement. Milliseconds. */
const SLACK_PATIENCE = 3_000

/** Holds the outcome against every promise of the story, in the order in which a person would look. */
export function checkStory(outcome: Outcome): readonly Check[] {
  const { told } = outcome
  const dms = told.filter((news) => news.kind === 'dm')
  const toGaius = dms.filter(({ to, message }) => to === 'gaius' && message.text.includes('UAPI-2'))
  const dm = fromMrkdwn(toGaius[0]?.message.text ?? '')
  const toAmy = dms.filter(({ to }) => to === 'amy')
  const ours = told.filter((news) => news.kind === 'comment' && news.isBot)
  const onIssue = ours.filter((news) => news.kind === 'comment' && news.on === ISSUE)
  const comment = onIssue[0]?.kind === 'comment' ? onIssue[0].body : ''
  const checks = told.filter((news) => news.kind === 'check')
  const mails = told.filter((news) => news.kind === 'mail' && news.subject.includes('UAPI-2'))
  const mail = mails[0]?.kind === 'mail' ? mails[0].message : ''
  const others = dms.filter(({ to, message }) => to !== 'gaius' && message.text.includes('UAPI-2'))
  return [
    counted('Gaius got one Slack DM about UAPI-2', toGaius.length, 1),
    counted('and no other', dms.filter(({ to }) => to === 'gaius').length, 1),
    ...FACTS.map((fact) => says(`it says ${fact}`, dm, fact)),
    ...DOCUMENTS.map(([label, url]) => says(`it links ${label}`, dm, url)),
    says('it says who finished what', dm, 'Devi Rao', 'UAPI-1'),
    counted('nobody else got a DM about UAPI-2', others.length, 0),
    says('it shows that he got it', dm, 'Gaius Okoro got it'),
    counted(
      'Devi got three DMs, her tasks and what came of her request, and none about what she did',
      dms.filter(({ to }) => to === 'devi').length,
      3,
    ),
    counted('Amy got one DM, the request', toAmy.length, 1),
    says('it shows what she decided', fromMrkdwn(toAmy[0]?.message.text ?? ''), 'Approved: UAPI-3', 'Amy Adeyemi'),
    counted('no channel heard of it', told.filter(({ kind }) => kind === 'channel').length, 0),
    counted(`one comment of CodexFlow stands on ${ISSUE}`, onIssue.length, 1),
    says('it says the ARN, the API and the database', fromMarkdown(comment), ...FACTS),
    denies('it mentions nobody', comment, /(^|\s)@[a-z]/i),
    counted('no other comment of CodexFlow stands anywhere', ours.length - onIssue.length, 0),
    counted('one check of CodexFlow stands on the pull request', checks.length, 1),
    says('it says what came of it', checks[0]?.title ?? '', 'Merged: UAPI-1 is done'),
    counted('the e-mail topic carried UAPI-2 once', mails.length, 1),
    says('with every fact', mail, ...FACTS),
    slowest(outcome.scenes),
    firstTime(outcome.webhooks),
    counted('no queue has dead letters', outcome.deadLetters, 0),
    counted('no function failed', outcome.errors.length, 0, outcome.errors.join('; ')),
  ]
}

function counted(what: string, found: number, wanted: number, more = ''): Check {
  return found === wanted
    ? { what }
    : { what, missing: `there are ${found}, not ${wanted}${more === '' ? '' : `: ${more}`}` }
}

function says(what: string, text: string, ...wanted: readonly string[]): Check {
  const absent = wanted.filter((each) => !text.includes(each))
  return absent.length === 0 ? { what } : { what, missing: `it lacks ${absent.join(', ')}` }
}

function denies(what: string, text: string, unwanted: RegExp): Check {
  const found = unwanted.exec(text)?.[0].trim()
  return found === undefined ? { what } : { what, missing: `it says ${found}` }
}

function slowest(scenes: readonly Scene[]): Check {
  const answers = scenes.flatMap((scene) => (scene.kind === 'act' ? (scene.answer ?? []) : []))
  const late = answers.filter(({ status, tookMs }) => status !== 200 || tookMs > SLACK_PATIENCE)
  return counted('every command was answered within the 3 s that Slack waits', late.length, 0)
}

function firstTime(webhooks: Outcome['webhooks']): Check {
  const bad = webhooks.filter(({ state, attempts }) => state !== 'delivered' || attempts.length !== 1)
  return counted('every webhook was taken the first time', bad.length, 0, bad.map(({ event }) => event).join(', '))
}
