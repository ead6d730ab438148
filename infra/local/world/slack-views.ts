import * as z from 'zod'

/** A view as Slack keeps it; what we did not name passes through into payloads. */
export const viewSchema = z.looseObject({
  id: z.string(),
  type: z.enum(['modal', 'home']),
  hash: z.string(),
  blocks: z.array(z.looseObject({ block_id: z.string().optional() })).default([]),
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  root_view_id: z.string().nullish(),
})
export type View = z.output<typeof viewSchema>

type Fields = Readonly<Record<string, Readonly<Record<string, unknown>>>>
type Method = 'views.open' | 'views.push' | 'views.update' | 'views.publish'

/** What each person sees: their Home tab and their modals, the topmost before the others. */
export type Views = {
  /** A trigger was minted for a person: the modal opened with it is theirs. */
  triggered(trigger: string, user: string): void
  /** A `views.*` call was answered. */
  remember(method: Method, args: Readonly<Record<string, unknown>>, answer: Readonly<Record<string, unknown>>): void
  /** The modal on top. */
  modal(user: string): View | undefined
  home(user: string): View | undefined
  /** The person closed or submitted the modal on top. */
  close(user: string): void
  /** All their modals are gone. */
  clear(user: string): void
  /** What stands in a view's fields now, beside what stood there at first; kept when the view is updated, as by Slack. */
  filled(viewId: string): Fields
  fill(viewId: string, fields: Fields): void
}

export function rememberedViews(): Views {
  const users = new Map<string, string>()
  const owners = new Map<string, string>()
  const modals = new Map<string, readonly View[]>()
  const homes = new Map<string, View>()
  const filled = new Map<string, Fields>()
  const stackOf = (user: string) => modals.get(user) ?? []
  return {
    triggered: (trigger, user) => users.set(trigger, user),
    remember: (method, args, answer) => {
      const read = viewSchema.safeParse(answer['view'])
      if (!read.success) return
      const view = read.data
      const trigger = String(args['trigger_id'] ?? '')
      const user = String(args['user_id'] ?? '') || users.get(trigger) || owners.get(view.id)
      if (user === undefined) return
      owners.set(view.id, user)
      if (view.type === 'home') homes.set(user, view)
      else if (method === 'views.open') modals.set(user, [view])
      else if (method === 'views.push') modals.set(user, [...stackOf(user), view])
      // Who has closed it meanwhile does not see it again.
      else
        modals.set(
          user,
          stackOf(user).map((each) => (each.id === view.id ? view : each)),
        )
    },
    modal: (user) => stackOf(user).at(-1),
    home: (user) => homes.get(user),
    close: (user) => modals.set(user, stackOf(user).slice(0, -1)),
    clear: (user) => modals.delete(user),
    filled: (viewId) => filled.get(viewId) ?? {},
    fill: (viewId, fields) => filled.set(viewId, { ...filled.get(viewId), ...fields }),
  }
}
