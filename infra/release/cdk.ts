import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')

/** Runs CDK's command line under the pinned Node, which reads our TypeScript as it stands. Answers its exit code. */
export async function runCdk(args: readonly string[]): Promise<number> {
  const flags = ['--disable-warning=ExperimentalWarning', '--experimental-import-text']
  const cdk = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk')
  const child = spawn(process.execPath, [...flags, cdk, ...args, '--no-notices'], { cwd: ROOT, stdio: 'inherit' })
  const [code] = await once(child, 'close')
  return typeof code === 'number' ? code : 1
}
