import * as z from 'zod'

/** What Octokit throws: GitHub's answer, or (without a response) that there was none. */
export const requestError = z.looseObject({
  status: z.number().int(),
  message: z.string().catch(''),
  response: z
    .looseObject({ headers: z.record(z.string(), z.unknown()).catch({}) })
    .optional()
    .catch(undefined),
})
