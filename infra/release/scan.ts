/** A package in the lockfile, as far as it matters where it comes from. */
type Locked = {
  readonly packages?: Readonly<
    Record<
      string,
      {
        readonly resolved?: string
        readonly integrity?: string
        readonly link?: true
        readonly inBundle?: true
        readonly optional?: true
      }
    >
  >
}

/**
 * What is wrong with where the packages of a lockfile come from: each has to come from a registry over HTTPS, with the hash of its
 * contents. A package from Git or from an address of its own is reviewed by nobody, and may be another one tomorrow.
 */
export function lockfileFaults(text: string): readonly string[] {
  const { packages = {} } = JSON.parse(text) as Locked
  return Object.entries(packages).flatMap(([path, { resolved, integrity, link, inBundle, optional }]) => {
    // The project itself.
    if (path === '') return []
    if (link === true) return [`${path}: a link to a folder`]
    if (resolved !== undefined && !isTarball(resolved))
      return [`${path}: comes from ${originOf(resolved)}, not from a registry`]
    // What comes inside of another package has that one's; of other platforms a registry may have none (CONTRIBUTING.md).
    return integrity === undefined && inBundle !== true && optional !== true
      ? [`${path}: has no hash of its contents`]
      : []
  })
}

function isTarball(resolved: string): boolean {
  return /^https:\/\/[^/]+\/.*\/-\/[^/]+\.tgz$/.test(resolved)
}

// An address may carry credentials.
function originOf(resolved: string): string {
  return URL.canParse(resolved) ? `${new URL(resolved).protocol}//${new URL(resolved).host}` : 'somewhere else'
}
