import { expect, it } from 'vitest'
import { pasteWords } from '../../infra/release/paste.ts'

const URL = 'https://codexflow.example.com'
const slack = { clientId: '1.2' }
const github = { appId: 7, slug: 'codexflow-acme', clientId: 'Iv1.x' }
const asked = (stage: Parameters<typeof pasteWords>[1]) =>
  pasteWords(URL, stage).match(/infra\/stages\.ts[\s\S]*?\n\n/)?.[0]

it('asks for the names of the apps that a stage does not say, and for no others', () => {
  expect(asked({})).toMatchInlineSnapshot(`
    "infra/stages.ts does not name the apps yet. Write into this stage, and deploy once more:
      slack: { clientId }               Slack, Basic Information
      github: { appId, slug, clientId } GitHub, the app's General page

    "
  `)
  expect(asked({ slack })).toMatchInlineSnapshot(`
    "infra/stages.ts does not name the apps yet. Write into this stage, and deploy once more:
      github: { appId, slug, clientId } GitHub, the app's General page

    "
  `)
  expect(asked({ slack, github })).toBeUndefined()
})
