import * as z from 'zod'

// zod compiles each schema to code when it is used first, which pays after some hundred uses. A function is seldom that
// long alive, and most people meet it in its first second.
z.config({ jitless: true })
