import { spawnSync } from 'node:child_process'
import { isReleaseId } from './ship/ship-order.ts'

/**
 * The commit of this checkout, twelve characters of it: as the pipeline gives it, whose sources come without their history,
 * or as Git says, with `-changed` where the checkout differs from it. Nothing when neither knows.
 */
export function releaseIdOf(
  env: NodeJS.ProcessEnv,
  git: (...args: readonly string[]) => string | undefined,
): string | undefined {
  const given = env['CODEXFLOW_RELEASE'] ?? env['CODEBUILD_RESOLVED_SOURCE_VERSION'] ?? env['GITHUB_SHA']
  if (given !== undefined) return isReleaseId(given) ? given.slice(0, 12) : undefined
  const commit = git('rev-parse', 'HEAD')?.trim().slice(0, 12)
  if (commit === undefined) return undefined
  return git('status', '--porcelain')?.trim() === '' ? commit : `${commit}-changed`
}

/** Asks Git; nothing when there is none, or no repository. */
export function runGit(...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, { encoding: 'utf8' })
  return status === 0 ? stdout : undefined
}
