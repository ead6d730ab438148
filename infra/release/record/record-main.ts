import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { terminal } from '../../local/terminal/terminal.ts'
import { pipeline as given, type PipelineSpec } from '../../pipeline.ts'
import { type Stage, stages } from '../../stages.ts'
import { NoAccess } from '../account.ts'
import { addressOf } from '../address.ts'
import { awsAccount } from '../aws-account.ts'
import { releaseIdOf, runGit } from '../release-id.ts'
import { smokeOrderOf } from '../smoke/smoke-order.ts'
import { GitHubRefusal, githubBook } from './github.ts'
import { record } from './record.ts'

// `npm run record`: after a release is live, its deployment, tag and notes on GitHub; the notification follows from that.

const USAGE = `npm run record -- --stage ${Object.keys(stages).join('|')}
  needs GITHUB_TOKEN (contents and deployments: write), and GITHUB_REPOSITORY or infra/pipeline.ts`

const { print, complain } = terminal()
const pipeline: PipelineSpec | undefined = given
process.exitCode = await main()

async function main(): Promise<number> {
  const order = smokeOrderOf(process.argv.slice(2))
  const { env } = process
  const repository = env['GITHUB_REPOSITORY'] ?? pipeline?.repository
  const token = env['GITHUB_TOKEN']
  const sha = env['CODEBUILD_RESOLVED_SOURCE_VERSION'] ?? env['GITHUB_SHA'] ?? runGit('rev-parse', 'HEAD')?.trim()
  const release = releaseIdOf(env, runGit)
  if (order === 'help' || 'wrong' in order || order.stage === undefined) {
    complain(USAGE)
    return order === 'help' ? 0 : 2
  }
  if (!repository || !token || sha === undefined || release === undefined) {
    complain(`Nothing was put on record.\n${USAGE}`)
    return 2
  }
  const { stage: environment } = order
  const stage: Stage = stages[environment]
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', '..', 'package.json'), 'utf8'))
  try {
    const url = await addressOf(environment, stage, awsAccount(stage.region))
    const book = githubBook(env['GITHUB_API_URL'] ?? 'https://api.github.com', repository, token)
    print(await record({ environment, sha, release, version: String(version), url }, book))
    return 0
  } catch (error) {
    if (!(error instanceof NoAccess || error instanceof GitHubRefusal)) throw error
    complain(`${error.message}. The release is live; run the same command again to put it on record.`)
    return 1
  }
}
