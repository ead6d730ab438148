import { type StageName, stages } from '../../stages.ts'

/** Whom to smoke test: an address, a stage (whose secrets are at hand, and whose address it is unless one is given), or what runs here. */
export type SmokeOrder = { readonly url: string | undefined; readonly stage: StageName | undefined }

export const SMOKE_USAGE = [
  `npm run smoke -- [--url https://…] [--stage ${Object.keys(stages).join('|')}]`,
  '  asks a running CodexFlow what must hold whatever it is doing; nothing that it asks is acted on',
  '  without --url and --stage: the one that npm start runs here',
  '  with --stage, or here: also what only Slack and GitHub can sign',
].join('\n')

/** Reads the arguments of `npm run smoke -- …`. */
export function smokeOrderOf(args: readonly string[]): SmokeOrder | 'help' | { readonly wrong: string } {
  const given: Record<string, string> = {}
  for (let at = 0; at < args.length; at++) {
    const [name = '', inline] = args[at]!.split(/=(.*)/s)
    if (name === '--help' || name === '-h') return 'help'
    if (name !== '--url' && name !== '--stage') return { wrong: `smoke does not know ${name}` }
    given[name] = inline ?? args[++at] ?? ''
  }
  const { '--url': url, '--stage': stage } = given
  if (url !== undefined && !/^https?:/.test(URL.canParse(url) ? new URL(url).protocol : ''))
    return { wrong: '--url needs an address that begins with https:// or http://' }
  if (stage !== undefined && !Object.hasOwn(stages, stage))
    return { wrong: `There is no stage "${stage}" in infra/stages.ts: only ${Object.keys(stages).join(', ')}` }
  return { url, stage: stage as StageName | undefined }
}
