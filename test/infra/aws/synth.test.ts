import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stages } from '../../../infra/stages.ts'
import { functions } from '../../../infra/topology.ts'

// A function of the topology that has no handler.
const ONE_IS_GONE = `
  import { registerHooks } from 'node:module'
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context)
      if (!url.endsWith('/infra/topology.ts')) return loaded
      const gone = "gone: { room: 'watch', timeoutSeconds: 1, memoryMb: 128 }, digest: {"
      return { ...loaded, source: String(loaded.source).replace('digest: {', gone) }
    },
  })
`

let outdir: string
beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'codexflow-synth-'))
})
afterAll(() => rm(outdir, { recursive: true }))

// As the command line of CDK runs it, but with no variable of AWS, and with nobody to speak to.
async function run(preload: string): Promise<{ readonly code: number | null; readonly said: string }> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS|CDK)_/.test(name)))
  const child = spawn(
    process.execPath,
    [
      ...['--disable-warning=ExperimentalWarning', '--experimental-import-text'],
      ...['--import', preload, 'infra/aws/main.ts'],
    ],
    { env: { ...env, CDK_OUTDIR: outdir, AWS_EC2_METADATA_DISABLED: 'true' }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, said }
}

/** What lies where Lambda looks for the handler of a function. */
async function codeOf(name: string): Promise<readonly string[]> {
  const { Resources } = JSON.parse(await readFile(join(outdir, 'codexflow-dev.template.json'), 'utf8')) as Template
  const ours = Object.values(Resources).find(({ Properties }) => Properties?.Handler === `${name}.handler`)
  return readdir(join(outdir, `asset.${ours?.Properties?.Code?.S3Key?.replace(/\.zip$/, '')}`))
}

type Template = { readonly Resources: Readonly<Record<string, { readonly Properties?: LambdaFunction }>> }
type LambdaFunction = { readonly Handler?: string; readonly Code?: { readonly S3Key?: string } }

describe('npm run synth', () => {
  it('writes every stage, with its code, without credentials and without a network', async () => {
    expect(await run('./test/support/aws/no-network.ts')).toEqual({ code: 0, said: '' })
    const written = await readdir(outdir)
    for (const name of Object.keys(stages)) {
      expect(written).toContain(`codexflow-${name}.template.json`)
      expect(written).toContain(`codexflow-${name}-data.template.json`)
    }
    for (const name of Object.keys(functions)) expect(await codeOf(name)).toContain(`${name}.cjs`)
  })

  it('says which function cannot be bundled, and where it is broken', async () => {
    const oneIsGone = `data:text/javascript,${encodeURIComponent(ONE_IS_GONE)}`
    const { code, said } = await run(oneIsGone)
    expect(code).toBe(1)
    expect(said).toBe('The function gone cannot be bundled:\n  Could not resolve "handlers/gone.ts"\n')
  })
})
