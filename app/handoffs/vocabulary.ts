/** Words with capitals, dots or slashes that state no fact of their own. Everything else of that look is a name. */
export const FREE_WORDS: ReadonlySet<string> = new Set([
  'CodexFlow',
  'GitHub',
  'Slack',
  'and/or',
  'CI/CD',
  'UI/UX',
  'read/write',
  'e.g',
  'i.e',
])

/** Environments: prose may send nobody to production that no record names. */
export const ENVIRONMENTS: ReadonlySet<string> = new Set([
  'prod',
  'production',
  'staging',
  'preprod',
  'preproduction',
  'uat',
  'sandbox',
  'canary',
  'dev',
])

/**
 * Cardinal numbers as words, with their digits where a fact may license them. `one` and the ordinals (`first`, `once`,
 * `next`) order steps rather than count things, and are free.
 */
export const NUMBER_WORDS: ReadonlyMap<string, string | undefined> = new Map([
  ...['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'].map(
    (word, index) => [word, String(index + 2)] as const,
  ),
  ...['thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen', 'twenty', 'thirty', 'forty']
    .concat('fifty', 'sixty', 'seventy', 'eighty', 'ninety', 'hundred', 'hundreds', 'thousand', 'thousands', 'million')
    .concat('millions', 'billion', 'billions', 'dozen', 'dozens', 'zero', 'percent')
    .map((word) => [word, undefined] as const),
])

/** A hyphenated word that ends like this names a resource (`user-api`, `orders-queue`), and is no ordinary compound. */
export const RESOURCE_ENDINGS: ReadonlySet<string> = new Set([
  ...['api', 'app', 'bucket', 'cache', 'cluster', 'database', 'db', 'env', 'function', 'gateway', 'host', 'id'],
  ...['instance', 'key', 'lambda', 'node', 'pod', 'policy', 'queue', 'repo', 'role', 'secret', 'server', 'service'],
  ...['stack', 'svc', 'table', 'token', 'topic', 'web', 'worker'],
])
