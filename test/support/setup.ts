import nock from 'nock'
import { bareEnvironment } from './bare-environment.ts'

// No test ever leaves this machine: an unmocked call to the outside fails loudly instead of passing by luck.
nock.disableNetConnect()
nock.enableNetConnect(/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/)

// Nor does it heed what the one who runs the tests has configured for real services.
const bare = bareEnvironment()
for (const name of Object.keys(process.env)) {
  if (!(name in bare) && !name.startsWith('VITEST')) delete process.env[name]
}
