import { TASK_ACTS } from '../../verbs/words/offer.ts'
import { LINK_ACCOUNT, MODALS, MORE_ROWS, OPEN_FORM, SEARCHES, SHOW_PICTURE, type ShortcutId } from '../callbacks.ts'
import type { SlackHandlers } from '../handlers.ts'
import type { ShortcutInput } from '../inputs.ts'
import { receiveTyped } from '../typed.ts'
import type { newTask } from './form.ts'
import type { GesturePorts } from './gesture.ts'
import { shown } from './shown.ts'

// Buttons and forms are a part of their own: who types a command does not wait for V8 to read them.
const onScreen = () => import('./on-screen.ts')

/** Whoever acts on what people do in Slack. */
export function gestures(ports: GesturePorts): Required<Omit<SlackHandlers, 'events'>> {
  const { asked, calls, logger, verbs } = ports
  const shortcuts: Record<ShortcutId, (input: ShortcutInput) => ReturnType<typeof newTask>> = {
    'task.new': async (input) => (await onScreen()).newTask(input, ports),
    'task.from-message': async (input) => (await onScreen()).newTask(input, ports),
  }
  return {
    commands: {
      '/codexflow': async (input) => {
        const by = asked(input)
        return shown(await receiveTyped(input.text, by, verbs), input, { calls: calls(by.workspace), logger })
      },
    },
    actions: [
      { on: new RegExp(`^${OPEN_FORM}`), act: async (input) => (await onScreen()).openForm(input, ports) },
      { on: MORE_ROWS, act: async (input) => (await onScreen()).addRow(input, ports) },
      { on: SHOW_PICTURE, act: async (input) => (await onScreen()).showPicture(input, ports) },
      { on: LINK_ACCOUNT, act: async (input) => (await onScreen()).linkAccount(input, ports) },
      // What no button of ours says any more is answered in words, too.
      {
        on: new RegExp(`^(${[...new Set(TASK_ACTS.map(family))].join('|')})\\.`),
        act: async (input) => (await onScreen()).click(input, ports),
      },
    ],
    views: Object.fromEntries(
      MODALS.map((form) => [form, async (input) => (await onScreen()).submitForm(input, ports)]),
    ),
    shortcuts,
    options: Object.fromEntries(
      SEARCHES.map((search) => [search, async (input) => (await onScreen()).choices(input, ports)]),
    ),
  }
}

function family(action: string): string {
  return action.slice(0, action.indexOf('.'))
}
