import { posix } from 'node:path'

/** A source file: its path from the root of the project, and its text. */
export type Source = { readonly file: string; readonly text: string }

/**
 * The core, from the inside out: each layer may import itself and those before it. What no folder claims is a stage; the
 * verbs, which people say on whatever surface, stand behind them all.
 */
const LAYERS = ['tasks', 'projects', 'handoffs', 'decisions', 'ports', 'submit', 'stages', 'verbs'] as const
type Layer = (typeof LAYERS)[number]

const FOLDERS: Readonly<Record<string, Layer>> = {
  tasks: 'tasks',
  projects: 'projects',
  handoffs: 'handoffs',
  decisions: 'decisions',
  ports: 'ports',
  orchestrator: 'stages',
  deliveries: 'stages',
  digest: 'stages',
  verbs: 'verbs',
  statements: 'stages',
  watch: 'stages',
  insight: 'stages',
  connections: 'stages',
  workspaces: 'stages',
}
/** Files of `app/` itself that belong to a layer; any other is a stage, or the ground. */
const FILES: Readonly<Record<string, Layer>> = {
  'deliveries/ports.ts': 'ports',
  'consumers.ts': 'ports',
  'submit.ts': 'submit',
}
/** What everybody stands on: files, and folders. The pure core stands on less. */
const GROUND = [
  'result.ts',
  'errors.ts',
  'log.ts',
  'lazily.ts',
  'door.ts',
  'untrusted.ts',
  'config.ts',
  'secrets/',
  'telemetry/',
  'browser/',
  'aws/',
  'variables.ts',
]
const PURE_GROUND = ['result.ts', 'errors.ts']
/** AWS's own signer and HTTP handler, for the services that are called without their client. */
const WIRE = { file: 'app/aws/send.ts', packages: ['@smithy/'] }
/**
 * Of the stages, those that a technology or a verb may know: edges are drawn by transactions of their own, and to imagine
 * what would happen, or to follow what did, writes nothing.
 */
const STAGES_FOR_OTHERS = [
  'app/dependencies.ts',
  'app/insight/simulate.ts',
  'app/insight/trace.ts',
  'app/insight/who-hears.ts',
]

/** The technologies in which people say verbs. */
const SURFACES = ['slack', 'github']

/** Each technology folder with its own SDK. */
const TECHNOLOGIES: Readonly<Record<string, readonly string[]>> = {
  slack: ['@slack/'],
  github: ['probot', '@octokit/', 'yaml'],
  email: ['@aws-sdk/client-sns'],
  bedrock: ['@aws-sdk/client-bedrock-runtime', '@smithy/'],
  dynamo: ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb', '@aws-sdk/util-dynamodb', 'aws-lambda'],
  bus: ['@aws-sdk/client-eventbridge', 'aws-lambda'],
  scheduler: ['@aws-sdk/client-scheduler', 'aws-lambda'],
  queue: ['aws-lambda'],
  picture: ['@resvg/', '@dagrejs/'],
  pipeline: [],
}
const SDKS = ['@aws-sdk/', '@smithy/', '@slack/', 'probot', '@octokit/', '@resvg/', '@dagrejs/']

/** The table as it is created: the one thing of a technology that every realisation of the topology reads. */
const TABLE_SCHEMA = 'app/dynamo/schema.ts'

/** Where time, chance and the environment come in. */
const WINDOWS = ['app/config.ts', 'handlers/wiring.ts']
const OUTSIDE = /process\.env|Date\.now\(|new Date\(\)|Math\.random\(|random(UUID|Bytes|Int)|performance\.now\(/

/** Who may say which tenant it is: the verified door, and the decoding of records and messages of our own. */
export const TENANT_MAKERS = [
  'app/tasks/workspace.ts',
  'app/bus/envelope.ts',
  'app/dynamo/repositories.ts',
  'app/dynamo/link-codes.ts',
  'app/dynamo/owed-index.ts',
  'app/dynamo/stream.ts',
  'app/github/link/ticket.ts',
  'app/queue/digest-orders.ts',
  'app/queue/alarms.ts',
  'app/queue/orders.ts',
  'app/queue/statement-orders.ts',
  'app/slack/install/oauth.ts',
  'handlers/release.ts',
  'handlers/slack-door.ts',
  // The place that the operators have named.
  'app/config.ts',
]
const MAKES_TENANT = /\bworkspaceOf\(|\bas (unknown as )?Workspace\b/

/** Every line that breaks "Who may import whom" (DESIGN 2): where it is, what it does, and what is allowed instead. */
export function houseFaults(sources: readonly Source[]): string[] {
  return sources.flatMap(({ file, text }) => {
    const code = withoutComments(text)
    const imports = importsOf(code).flatMap(({ line, target }) => {
      const why = whyNot(file, resolved(file, target))
      return why === undefined ? [] : [`${file}:${line}: imports ${target}: ${why}`]
    })
    return [...imports, ...windowFaults(file, code)]
  })
}

function windowFaults(file: string, code: string): string[] {
  if (!file.startsWith('app/') && !file.startsWith('handlers/')) return []
  return code.split('\n').flatMap((text, index) => {
    const at = `${file}:${index + 1}: ${text.trim()}`
    const outside = OUTSIDE.test(text) && !WINDOWS.includes(file)
    const tenant = MAKES_TENANT.test(text) && !TENANT_MAKERS.includes(file)
    return [
      ...(outside ? [`${at}: time, chance and the environment come in by ${WINDOWS.join(' and ')} alone`] : []),
      ...(tenant ? [`${at}: only a verified door and the decoding of our own records make a Workspace`] : []),
    ]
  })
}

function whyNot(file: string, target: string): string | undefined {
  const [top, second = ''] = file.split('/')
  if (target.startsWith('test/') || target.startsWith('bench/')) return 'tests are imported by tests'
  if (target.startsWith('handlers/') && top !== 'handlers' && !file.startsWith('infra/local/'))
    return 'only infra/local runs handlers'
  if (top === 'app') return whyNotInApp(file, target)
  if (top === 'handlers') return whyNotInHandlers(target)
  if (top === 'infra' && second !== 'local' && technologyOf(target) !== undefined && target !== TABLE_SCHEMA)
    return 'only handlers and infra/local join folders together'
  return undefined
}

function whyNotInHandlers(target: string): string | undefined {
  if (target.startsWith('infra/')) return 'handlers do not know what runs them'
  return isOneOf(target, SDKS) ? 'an SDK is used in its own folder alone' : undefined
}

function whyNotInApp(file: string, target: string): string | undefined {
  if (target.startsWith('infra/')) return 'app does not know what runs it'
  const technology = technologyOf(file)
  if (technology !== undefined) return whyNotInTechnology(technology, target)
  if (isGround(file)) return whyNotOnTheGround(file, target)
  const layer = layerOf(file)
  if (layer === undefined) return 'nobody has said what this folder is: name it in test/support/house.ts'
  return whyNotInLayer(layer, target)
}

function whyNotInTechnology(technology: string, target: string): string | undefined {
  if (!isPath(target)) {
    const own = TECHNOLOGIES[technology] ?? []
    return target.startsWith('node:') || isOneOf(target, ['zod', ...own])
      ? undefined
      : `${technology} uses zod, Node and its own SDK alone`
  }
  const other = technologyOf(target)
  if (other !== undefined) return other === technology ? undefined : `${technology} does not know ${other}`
  if (layerOf(target) === 'verbs' && !SURFACES.includes(technology)) return `nobody says verbs in ${technology}`
  return isStage(target) && !STAGES_FOR_OTHERS.includes(target)
    ? 'a technology calls no stage; it records facts'
    : undefined
}

function whyNotOnTheGround(file: string, target: string): string | undefined {
  if (file === WIRE.file && isOneOf(target, WIRE.packages)) return undefined
  if (!isPath(target)) return isOneOf(target, SDKS) ? 'an SDK is used in its own folder alone' : undefined
  if (isGround(target)) return undefined
  if (file === 'app/config.ts' && technologyOf(target) === undefined && layerOf(target) !== 'stages') return undefined
  return 'the ground stands on nothing'
}

function whyNotInLayer(layer: Layer, target: string): string | undefined {
  const pure = LAYERS.indexOf(layer) <= LAYERS.indexOf('decisions')
  if (!isPath(target)) {
    // What a verb hands on comes back from a queue, and has to be read.
    const reads = layer === 'decisions' || layer === 'verbs' ? ['zod'] : []
    const allowed = [...reads, pure ? 'node:crypto' : 'node:']
    return isOneOf(target, allowed) ? undefined : `${layer} needs no packages but ${allowed.join(' and ')}`
  }
  if (isGround(target)) {
    const ground = pure ? PURE_GROUND : GROUND
    return isOneOf(
      target,
      ground.map((name) => `app/${name}`),
    )
      ? undefined
      : `${layer} is pure`
  }
  if (layer === 'verbs' && isStage(target) && !STAGES_FOR_OTHERS.includes(target))
    return 'a verb calls no stage; it records facts'
  if (target.endsWith('.md') && layer === 'decisions' && target.startsWith('app/decisions/')) return undefined
  const other = layerOf(target)
  if (other === undefined) return `${layer} knows no technology`
  return LAYERS.indexOf(other) <= LAYERS.indexOf(layer) ? undefined : `${layer} comes before ${other}`
}

function layerOf(path: string): Layer | undefined {
  const [top, second = '', third] = path.split('/')
  if (top !== 'app') return undefined
  return third === undefined ? (FILES[second] ?? 'stages') : FOLDERS[second]
}

function technologyOf(path: string): string | undefined {
  const [top, second = '', third] = path.split('/')
  return top === 'app' && third !== undefined && Object.hasOwn(TECHNOLOGIES, second) ? second : undefined
}

function isStage(path: string): boolean {
  return layerOf(path) === 'stages' && !isGround(path)
}

function isGround(path: string): boolean {
  return (
    isOneOf(
      path,
      GROUND.map((name) => `app/${name}`),
    ) || path.endsWith('.d.ts')
  )
}

function isPath(target: string): boolean {
  return /^(app|handlers|infra|test|bench)\//.test(target)
}

function isOneOf(target: string, allowed: readonly string[]): boolean {
  return allowed.some((name) => target === name || target.startsWith(/[/:]$/.test(name) ? name : `${name}/`))
}

function resolved(file: string, target: string): string {
  return target.startsWith('.') ? posix.join(posix.dirname(file), target) : target
}

const IMPORT =
  /^\s*(?:import|export)\b[^;'"]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"]([^'"]+)['"]/gm

function importsOf(code: string): { readonly line: number; readonly target: string }[] {
  return [...code.matchAll(IMPORT)].map((match) => {
    const begin = match.index + match[0].length - match[0].trimStart().length
    return { line: code.slice(0, begin).split('\n').length, target: match[1] ?? match[2] ?? match[3] ?? '' }
  })
}

// Lines stay where they are; `//` inside an address is no comment.
function withoutComments(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '))
    .replaceAll(/(^|\s)\/\/.*$/gm, '$1')
}
