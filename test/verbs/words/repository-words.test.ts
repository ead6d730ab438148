import { expect, it } from 'vitest'
import type { AwayReason } from '../../../app/projects/connection.ts'
import { AWAY_WORDS, repositoryWords } from '../../../app/verbs/words/repository-words.ts'

const API = { id: 1, fullName: 'northwind/user-api', installation: 7 }
const since = '2026-06-01T08:00:00.000Z'

it('a repository is called what GitHub calls it, with what is amiss', () => {
  expect(
    [
      repositoryWords(API),
      repositoryWords({ ...API, nameNow: 'northwind/accounts' }),
      repositoryWords({ ...API, lacks: ['checks: read', 'pull_requests: write'] }),
      ...(Object.keys(AWAY_WORDS) as AwayReason[]).map((why) =>
        repositoryWords({ ...API, away: { why, since }, lacks: ['checks: read'] }),
      ),
    ].join('\n'),
  ).toMatchInlineSnapshot(`
    "northwind/user-api
    northwind/accounts (connected as northwind/user-api)
    northwind/user-api (GitHub has not granted Checks (read) and Pull requests (write))
    northwind/user-api (out of reach since <!date^1780300800^{date_short_pretty} at {time}|2026-06-01 08:00 UTC>: CodexFlow was uninstalled there)
    northwind/user-api (out of reach since <!date^1780300800^{date_short_pretty} at {time}|2026-06-01 08:00 UTC>: CodexFlow is suspended there)
    northwind/user-api (out of reach since <!date^1780300800^{date_short_pretty} at {time}|2026-06-01 08:00 UTC>: it was deleted, or taken from the repositories that CodexFlow may see)
    northwind/user-api (out of reach since <!date^1780300800^{date_short_pretty} at {time}|2026-06-01 08:00 UTC>: it is archived)
    northwind/user-api (out of reach since <!date^1780300800^{date_short_pretty} at {time}|2026-06-01 08:00 UTC>: it belongs to another owner now)"
  `)
})
