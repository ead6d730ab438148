import type { Residents, Said } from '../people/residents.ts'
import type { Heard, Shown } from '../people/slack-residents.ts'
import { fromMrkdwn, type Named } from '../terminal/plain-text.ts'
import { viewText } from '../terminal/view-text.ts'
import type { View } from '../world/outside.ts'
import type { SlackAct } from './slack-arguments.ts'

/** What came of an act at once. */
export type Done = {
  /** The door answered 200, or was not asked. */
  readonly ok: boolean
  /** For the one at the keyboard. */
  readonly words: string
  /** The text of it that will be reported as news too, and has been said already. */
  readonly told: string
  /** The same, for programs. */
  readonly answer: unknown
}

type Deed = Exclude<SlackAct, { readonly kind: 'look'; readonly at: 'messages' }>
type Circumstances = {
  readonly folk: Residents
  readonly as: string
  readonly channel?: string
  readonly width: number
  /** Resolves when nothing is left to do: the Home tab is drawn by a worker. */
  readonly settled: () => Promise<unknown>
}

/** Does it, as `as`, and says what they see then. */
export async function slackDeed(does: Deed, { folk, as, channel, width, settled }: Circumstances): Promise<Done> {
  const paper = { people: folk.people, channels: folk.channels, width }
  const where = channel === undefined ? {} : { channel }
  const inView = (shown: Shown, then: string) => viewDone(shown, then, paper)
  const open = (await folk.modal(as))?.id
  // Answered with a form, perhaps, and not with words.
  const opened = async () => {
    const modal = await folk.modal(as)
    return modal?.id === open ? undefined : modal
  }
  switch (does.kind) {
    case 'type':
      return saidDone(await folk.slack(as, does.text, where), await opened(), paper)
    case 'click':
      if (does.on === 'message') return saidDone(await folk.click(as, does.button), await opened(), paper)
      return inView(await folk.clickIn(as, does.on, does.button), '(taken; no modal is open)')
    case 'mention': {
      const { thread } = does
      return heardDone(
        await folk.mention(as, does.text, { ...where, ...(thread === undefined ? {} : { thread }) }),
        paper,
      )
    }
    case 'direct':
      return heardDone(await folk.direct(as, does.text), paper)
    case 'shortcut': {
      const on = does.message === undefined ? undefined : { channel: channel ?? `@${as}`, ts: does.message }
      return inView(await folk.shortcut(as, does.callbackId, on), '(taken; no modal opened)')
    }
    case 'fill': {
      const values = Object.fromEntries(
        Object.entries(does.values).map(([name, all]) => [name, all.length === 1 ? all.join() : all]),
      )
      const shown = does.submit ? await folk.submit(as, values) : await folk.fill(as, values)
      return inView(shown, '(taken; the modal is closed)')
    }
    case 'search': {
      const choices = await folk.options(as, does.field, does.typed)
      const lines = choices.map(({ label, value }) => `• ${label} (${value})`)
      return { ok: true, words: lines.join('\n') || '(nothing is offered)', told: '', answer: choices }
    }
    case 'close':
      return inView(await folk.close(as), '(closed)')
    case 'look': {
      if (does.at === 'modal') return seenDone(await folk.modal(as), '(no modal is open)', paper)
      await folk.home(as)
      await settled()
      const { home } = await folk.outside.views(folk.person(as).slackId)
      return seenDone(home ?? undefined, '(the Home tab is empty)', paper)
    }
  }
}

type Paper = Named & { readonly width: number }

function saidDone(answer: Said, modal: View | undefined, paper: Paper): Done {
  const { status, text, tookMs } = answer
  const form = modal === undefined ? [] : [viewText(modal, paper)]
  const said = [...(text === '' ? [] : [fromMrkdwn(text, paper)]), ...form]
  const spoken = said.length === 0 ? `(taken without a word, in ${tookMs} ms)` : said.join('\n\n')
  return { ok: status === 200, words: status === 200 ? spoken : refused(status, text), told: text, answer }
}

function heardDone(heard: Heard, named: Named): Done {
  const { status, private: seen, ts } = heard
  const text = seen.map((message) => message.text).join('\n')
  const written = `(written, ${ts}${status === undefined ? '; CodexFlow was not mentioned' : ''})`
  if (status !== undefined && status !== 200)
    return { ok: false, words: refused(status, text), told: text, answer: heard }
  return {
    ok: true,
    words: text === '' ? written : `${written}\n${fromMrkdwn(text, named)}`,
    told: text,
    answer: heard,
  }
}

function viewDone(shown: Shown, otherwise: string, paper: Paper): Done {
  const { status, errors, modal } = shown
  if (status !== 200) return { ok: false, words: refused(status, ''), told: '', answer: shown }
  const wrong = Object.keys(errors).length > 0
  return {
    ok: !wrong,
    words: modal === undefined ? otherwise : viewText(modal, paper, errors),
    told: '',
    answer: shown,
  }
}

function seenDone(view: View | undefined, none: string, paper: Paper): Done {
  return { ok: true, words: view === undefined ? none : viewText(view, paper), told: '', answer: view ?? null }
}

function refused(status: number, text: string): string {
  return `The door answered ${status}${text === '' ? '' : `: ${text}`}`
}
