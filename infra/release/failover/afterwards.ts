import { addressOf } from '../address.ts'
import { pasteWords } from '../paste.ts'
import { edgeIsThere, type FailoverSurroundings } from './plan.ts'
import { type Route, stageAfter } from './route.ts'

/** What people have to do when the new region acts, in words: no script may. */
export async function afterwards(route: Route, surroundings: FailoverSurroundings): Promise<string> {
  const { name, stage, from, to, home, lost } = route
  const edge = stage.edge && (await edgeIsThere(route, surroundings))
  const url = await addressOf(name, stageAfter(route, edge), surroundings.account)
  const written =
    to === home ? `take \`active\` out of the stage ${name}` : `write \`active: '${to}'\` into the stage ${name}`
  return [
    'Now, by hand:',
    `  - in infra/stages.ts ${written}, and commit it: the next deployment goes where the stage acts`,
    ...(edge
      ? ['  - nothing at Slack and GitHub: the address is that of the edge, as before']
      : stage.domain === undefined
        ? ['  - the address is another: see below']
        : [
            `  - have the DNS record of ${stage.domain.name} lead to the API in ${to} (API Gateway, Custom domain names)`,
          ]),
    ...(stage.edge && !edge
      ? [
          `  - no firewall stands before it: npm run deploy -- --stage ${name}, as soon as CloudFront can be deployed again`,
        ]
      : []),
    `  - put back what is left in the queues of ${from}, and have each workspace set again: docs/operations.md, "When queues and schedules are lost"`,
    ...(to === home
      ? []
      : [
          `  - no secret rotates until it is back: the copies in ${to} cannot be changed, and ${home} can be only while it answers`,
        ]),
    ...(lost
      ? [`  - run the same command once more as soon as ${from} answers: until then nothing keeps it from writing`]
      : []),
    ...(edge || stage.domain !== undefined || url === undefined ? [] : ['', pasteWords(url, stage)]),
  ].join('\n')
}
