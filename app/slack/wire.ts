import type { ViewResponseAction } from '@slack/bolt'
import type { KnownBlock, Option, PlainTextElement, HomeView as SlackHome, ModalView as SlackModal } from '@slack/types'
import { unreachable } from '../errors.ts'
import type { Choice, HomeView, ModalView, SlackReply, ViewReply } from './handlers.ts'

/** A reply as Slack's API takes it. */
export function messageBody(reply: SlackReply): { text: string; blocks?: KnownBlock[] } {
  return { text: reply.text, ...(reply.blocks && { blocks: [...reply.blocks] }) }
}

/** A modal as Slack's API takes it. */
export function modalBody(view: ModalView): SlackModal {
  return {
    type: 'modal',
    callback_id: view.callbackId,
    title: plain(view.title),
    blocks: [...view.blocks],
    ...(view.submit !== undefined && { submit: plain(view.submit) }),
    ...(view.close !== undefined && { close: plain(view.close) }),
    ...(view.privateMetadata !== undefined && { private_metadata: view.privateMetadata }),
  }
}

/** A Home tab as Slack's API takes it. */
export function homeBody(view: HomeView): SlackHome {
  return { type: 'home', blocks: [...view.blocks] }
}

/** A choice of a menu as Slack's API takes it. */
export function optionBody({ text, value }: Choice): Option & { text: PlainTextElement } {
  return { text: plain(text), value }
}

/** What a modal does next, as its acknowledgement says it; nothing closes it. */
export function modalAnswer(reply: ViewReply): ViewResponseAction | undefined {
  switch (reply.kind) {
    case 'close':
      return undefined
    case 'close-all':
      return { response_action: 'clear' }
    case 'errors':
      return { response_action: 'errors', errors: { ...reply.errors } }
    case 'show':
      return { response_action: reply.how, view: modalBody(reply.view) }
    default:
      return unreachable(reply)
  }
}

function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: true }
}
