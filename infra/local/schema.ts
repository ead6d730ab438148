import { writeFileSync } from 'node:fs'
import { jsonSchema } from '../../app/github/configuration/schema.ts'

// `npm run schema`: writes the published JSON schema of `.github/codexflow.yml` anew.
writeFileSync(
  new URL('../../docs/codexflow.schema.json', import.meta.url),
  `${JSON.stringify(jsonSchema(), null, 2)}\n`,
)
