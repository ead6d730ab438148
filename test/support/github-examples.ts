import { createRequire } from 'node:module'

/** The 329 payloads that GitHub's own SDK team publishes (`@octokit/webhooks-examples`, MIT), each with its event's name. */
export type GitHubExample = { readonly name: string; readonly payload: object }

// The package is one JSON file behind type declarations that name a default export it does not have.
const published: readonly { readonly name: string; readonly examples: readonly object[] }[] = createRequire(
  import.meta.url,
)('@octokit/webhooks-examples')

export const githubExamples: readonly GitHubExample[] = published.flatMap(({ name, examples }) =>
  examples.map((payload) => ({ name, payload })),
)
