/** The environment of the tests, without whatever the one who runs them has configured for real services. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(CODEXFLOW|SLACK|GITHUB|BEDROCK|AWS|NODE_OPTIONS|FORCE_COLOR|VITEST)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)))
}
