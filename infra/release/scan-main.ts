import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { terminal } from '../local/terminal/terminal.ts'
import { lockfileFaults } from './scan.ts'

// `npm run scan`: where packages come from, and whether one that goes out has a known weakness. The second asks the registry.

const { print, complain } = terminal()
const root = join(import.meta.dirname, '..', '..')
const faults = lockfileFaults(readFileSync(join(root, 'package-lock.json'), 'utf8'))
if (faults.length > 0) complain(`package-lock.json:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
else print('Every package of package-lock.json comes from a registry, with its hash.')

const own = process.env['npm_execpath']
const [command, before] = own === undefined ? ['npm', []] : [process.execPath, [own]]
const audit = spawnSync(command, [...before, 'audit', '--omit=dev', '--audit-level=high'], {
  cwd: root,
  stdio: 'inherit',
})
if (audit.status !== 0) complain('npm audit found something, or could not ask: see above.')
process.exitCode = faults.length === 0 && audit.status === 0 ? 0 : 1
