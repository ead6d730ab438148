import type { SlackReply } from '../../app/slack/handlers.ts'
import { blocksHtml } from './blocks-html.ts'
import { escaped } from './mrkdwn-html.ts'
import type { Scene } from './scenes.ts'

/** Light, narrow and quiet; no mark, colour or letter of Slack's own. */
const STYLE = `
  body { margin: 0; background: #fff; color: #222; font: 14px/1.42 "Liberation Sans", Arial, "DejaVu Sans", "Noto Color Emoji", sans-serif; }
  #scene { width: 560px; padding: 14px 16px; box-sizing: border-box; }
  .message { display: flex; gap: 10px; }
  .message > .who { flex: none; width: 36px; height: 36px; border-radius: 8px; background: #2f6f6a; color: #fff; font-weight: bold; text-align: center; line-height: 36px; }
  .message > .what { flex: 1; min-width: 0; }
  .modal { border: 1px solid #bbb; border-radius: 10px; overflow: hidden; }
  .modal > .bar { padding: 12px 18px; font-size: 18px; font-weight: bold; border-bottom: 1px solid #ddd; }
  .modal > .body { padding: 6px 18px 14px; }
  .modal > .foot { padding: 12px 18px; border-top: 1px solid #ddd; text-align: right; }
  h2 { font-size: 18px; line-height: 1.3; margin: 6px 0; }
  hr { border: 0; border-top: 1px solid #ddd; margin: 12px 0; }
  a { color: #1460a8; text-decoration: none; overflow-wrap: anywhere; }
  code { font: 11.5px "DejaVu Sans Mono", monospace; color: #9a3412; background: #f4f4f2; border: 1px solid #e2e2de; border-radius: 3px; padding: 0 3px; overflow-wrap: anywhere; }
  img { max-width: 100%; border: 1px solid #ddd; border-radius: 6px; }
  .name { font-weight: bold; } .app { font-size: 11px; color: #555; background: #e8e8e6; border-radius: 3px; padding: 1px 4px; } .time, .faint { color: #6b6b6b; font-weight: normal; }
  .section { display: flex; justify-content: space-between; gap: 12px; margin: 8px 0; overflow-wrap: anywhere; }
  .section > .button { align-self: flex-start; flex: none; }
  .fields { display: grid; grid-template-columns: 1fr 1fr; gap: 6px 14px; }
  .context, .hint { font-size: 12.5px; color: #6b6b6b; margin: 6px 0; }
  .actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 10px 0 6px; }
  .button { border: 1px solid #b5b5b5; border-radius: 6px; padding: 4px 12px; font-weight: bold; font-size: 14px; background: #fff; }
  .button.primary { background: #2f6f6a; border-color: #2f6f6a; color: #fff; } .button.danger { color: #b3261e; border-color: #b3261e; }
  .input { margin: 14px 0; } .box { border: 1px solid #9a9a9a; border-radius: 6px; padding: 7px 11px; margin-top: 5px; } .box.tall { min-height: 66px; } .box.menu { display: flex; justify-content: space-between; }
  .thread { border-left: 3px solid #2f6f6a; padding-left: 12px; margin-top: 8px; }
  .quote { border-left: 3px solid #ccc; padding-left: 9px; color: #444; display: inline-block; }
`

/** A scene as a page, with everything of it inside `#scene`; `beside`: the PNG that stands beside it. */
export function pageHtml(scene: Scene, beside?: Uint8Array): string {
  const picture =
    beside === undefined ? '' : `<img alt="" src="data:image/png;base64,${Buffer.from(beside).toString('base64')}">`
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><div id="scene">${framed(scene)}${picture}</div>`
}

function threadHtml(lines: readonly SlackReply[]): string {
  if (lines.length === 0) return ''
  return `<div class="thread">${lines.map(({ blocks = [] }) => blocksHtml(blocks)).join('')}</div>`
}

function framed({ shown }: Scene): string {
  switch (shown.on) {
    case 'message':
      return `<div class="message"><div class="who">C</div><div class="what"><span class="name">CodexFlow</span> <span class="app">APP</span> <span class="time">10:00</span>${blocksHtml(shown.blocks)}${threadHtml(shown.thread ?? [])}</div></div>`
    case 'modal': {
      const { view } = shown
      const submit = view.submit === undefined ? '' : ` <span class="button primary">${escaped(view.submit)}</span>`
      const close = `<span class="button">${escaped(view.close ?? 'Cancel')}</span>`
      return `<div class="modal"><div class="bar">${escaped(view.title)}</div><div class="body">${blocksHtml(view.blocks)}</div><div class="foot">${close}${submit}</div></div>`
    }
    case 'home':
      return blocksHtml(shown.blocks)
  }
}
