import { lazily } from '../../app/lazily.ts'
import { profileFrom } from '../../app/slack/profile.ts'
import { mayBeShown } from '../../app/slack/show-drawing.ts'
import type { VerbPorts } from '../../app/verbs/verb.ts'
import { calls } from '../wiring/calls.ts'
import { verbPorts } from '../wiring/verb.ts'

// Loaded when a verb asks for it: most follow-ups do not.
const later = lazily(async () => (await import('../wiring/later.ts')).laterPorts())

/** What verbs work with behind the queue, where there is time to load and to look up more. */
export function patientPorts(): VerbPorts {
  return { ...verbPorts(), later, profileOf }
}

/** The same for a job that comes again: everything else that is done twice is once; a picture would stand there twice. */
export function withoutPicture(): VerbPorts {
  return { ...patientPorts(), later: async () => ({ ...(await later()), showDrawing: mayBeShown }) }
}

// Whom we meet for the first time is looked up: when their working day begins depends on where they are, and what they may
// see on whether they work here.
const profileOf: NonNullable<VerbPorts['profileOf']> = (workspace, user) =>
  profileFrom(calls('worker')(workspace), user)
