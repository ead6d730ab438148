import { TASK_ACTS } from '../../verbs/words/offer.ts'
import { LINK_ACCOUNT, MODALS, MORE_ROWS, OPEN_FORM, SEARCHES, SHOW_PICTURE, type ShortcutId } from '../callbacks.ts'
import type { SlackHandlers } from '../handlers.ts'
import type { ShortcutInput } from '../inputs.ts'
import { receiveTyped } from '../typed.ts'
import { click } from './click.ts'
import { addRow, choices, newTask, openForm, submitForm } from './form.ts'
import type { GesturePorts } from './gesture.ts'
import { linkAccount } from './link.ts'
import { showPicture } from './picture.ts'
import { shown } from './shown.ts'

/** Whoever acts on what people do in Slack. */
export function gestures(ports: GesturePorts): Required<Omit<SlackHandlers, 'events'>> {
  const { asked, calls, logger, verbs } = ports
  const shortcuts: Record<ShortcutId, (input: ShortcutInput) => ReturnType<typeof newTask>> = {
    'task.new': (input) => newTask(input, ports),
    'task.from-message': (input) => newTask(input, ports),
  }
  return {
    commands: {
      '/codexflow': async (input) => {
        const by = asked(input)
        return shown(await receiveTyped(input.text, by, verbs), input, { calls: calls(by.workspace), logger })
      },
    },
    actions: [
      { on: new RegExp(`^${OPEN_FORM}`), act: (input) => openForm(input, ports) },
      { on: MORE_ROWS, act: (input) => addRow(input, ports) },
      { on: SHOW_PICTURE, act: (input) => showPicture(input, ports) },
      { on: LINK_ACCOUNT, act: (input) => linkAccount(input, ports) },
      // What no button of ours says any more is answered in words, too.
      {
        on: new RegExp(`^(${[...new Set(TASK_ACTS.map(family))].join('|')})\\.`),
        act: (input) => click(input, ports),
      },
    ],
    views: Object.fromEntries(MODALS.map((form) => [form, (input) => submitForm(input, ports)])),
    shortcuts,
    options: Object.fromEntries(SEARCHES.map((search) => [search, (input) => choices(input, ports)])),
  }
}

function family(action: string): string {
  return action.slice(0, action.indexOf('.'))
}
