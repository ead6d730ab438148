import { config } from 'zod/v4/core'

// Two things that zod does for long-lived processes. A function is seldom that long alive, and most people meet it in its
// first second.
config({
  // Compiling each schema to code when it is used first pays after some hundred uses.
  jitless: true,
  // Looking at each schema, and at each value, for cycles: what comes in was JSON, which has none.
  memoizer: { attach: () => {}, guard: () => {}, alloc: (_schema, _payload, empty) => empty },
})
