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

/** What each person sees: their Home tab and the modal on top. */
export type Views = {
  /** A trigger was minted for a person: the modal opened with it is theirs. */
  triggered(trigger: string, user: string): void
  /** A `views.*` call was answered. */
  remember(args: Readonly<Record<string, unknown>>, answer: Readonly<Record<string, unknown>>): void
  modal(user: string): View | undefined
  home(user: string): View | undefined
  /** The person closed or submitted it. */
  close(user: string): void
}

export function rememberedViews(): Views {
  const users = new Map<string, string>()
  const owners = new Map<string, string>()
  const modals = new Map<string, View>()
  const homes = new Map<string, View>()
  return {
    triggered: (trigger, user) => users.set(trigger, user),
    remember: (args, answer) => {
      const view = viewSchema.safeParse(answer['view'])
      if (!view.success) return
      const trigger = String(args['trigger_id'] ?? '')
      const user = String(args['user_id'] ?? '') || users.get(trigger) || owners.get(view.data.id)
      if (user === undefined) return
      owners.set(view.data.id, user)
      if (view.data.type === 'home') homes.set(user, view.data)
      else modals.set(user, view.data)
    },
    modal: (user) => modals.get(user),
    home: (user) => homes.get(user),
    close: (user) => modals.delete(user),
  }
}
