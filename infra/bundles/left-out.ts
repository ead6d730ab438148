import type { Plugin } from 'esbuild'

/** Modules that a bundle does without. */
export type Absence = {
  readonly module: RegExp
  /** Only where these files import it. */
  readonly from?: RegExp
  readonly why: string
  /** The module to take its place, where something does ask for it and has to be told no. */
  readonly instead?: string
}

const BOLT = /[\\/]@slack[\\/]bolt[\\/]/
const ZOD = /[\\/]zod[\\/]v4[\\/]/
const PROBOT = /[\\/]probot[\\/]lib[\\/]/

/**
 * The dead weight of our libraries, and why nothing is lost without it. Whoever reaches it after all gets an error that
 * says so.
 */
export const absences: readonly Absence[] = [
  { module: /^(express|raw-body)$/, from: BOLT, why: 'API Gateway is the HTTP server' },
  { module: /\/(Assistant|AssistantThreadContextStore)$/, from: BOLT, why: 'nobody talks with an assistant' },
  { module: /^tsscmp$/, from: BOLT, why: 'signatures are checked by app/slack/verify.ts' },
  { module: /^@slack\/socket-mode$/, why: 'Slack calls us over HTTP' },
  {
    module: /^@slack\/web-api$/,
    from: BOLT,
    why: 'app/slack/web-api.ts calls Slack; Bolt makes a client for each event, and nobody asks for it',
    instead: `
      export class WebClient {}
      export class WebAPIPlatformError extends Error {}
      export class WebAPIRateLimitedError extends Error {}
      export class WebAPIHTTPError extends Error {}
      export const addAppMetadata = () => {}`,
  },
  { module: /^@slack\/types$/, why: 'it holds types', instead: 'export {}' },
  { module: /^@slack\/oauth$/, why: 'authorize reads a record of our own' },
  {
    module: /\/(AwsLambda|Express|HTTP|SocketMode)Receiver$/,
    from: BOLT,
    why: 'Bolt runs behind app/slack/receiver.ts',
  },
  {
    module: /\/(HTTPModuleFunctions|HTTPResponseAck|SocketModeFunctions|verify-request|custom-routes)$/,
    from: BOLT,
    why: 'Bolt runs behind app/slack/receiver.ts',
  },
  { module: /^(pino|pino-http|pino-pretty|@probot\/pino|@sentry\/node)$/, why: 'Probot is given a log of ours' },
  {
    module: /\/(server|create-probot|create-node-middleware|run|manifest-creation|get-log)\.js$/,
    from: PROBOT,
    why: 'Probot takes deliveries from a queue, and has neither a server nor a command line',
  },
  {
    module: /[\\/@]credential-provider-(http|ini|login|process|sso|web-identity)([\\/]|$)/,
    why: 'Lambda gives credentials in environment variables',
  },
  { module: /^@smithy\/credential-provider-imds$/, why: 'Lambda gives credentials in environment variables' },
  {
    module: /\/readFile$/,
    from: /[\\/]shared-ini-file-loader[\\/]/,
    why: 'a function has no home directory; every client of the SDK would look for its settings there',
    instead: `
      export const filePromises = {}
      export const fileIntercept = {}
      export const readFile = async () => { throw new Error('there are no settings of AWS in a home directory') }`,
  },
]

const DESCRIBED = 'schemas are described to models and editors, and neither stands at a door'

/** What only doors do without. */
export const absencesAtDoors: readonly Absence[] = [
  {
    module: /\/to-json-schema\.js$/,
    from: ZOD,
    why: DESCRIBED,
    instead: `
      const gone = () => { throw new Error('JSON Schema was left out of the bundle: ${DESCRIBED}') }
      export { gone as createToJSONSchemaMethod, gone as createStandardJSONSchemaMethod, gone as initializeContext }
      export { gone as process, gone as processSchema, gone as extractDefs, gone as finalize, gone as handleUnrepresentable }`,
  },
  {
    module: /\/json-schema-processors\.js$/,
    from: ZOD,
    why: DESCRIBED,
    instead: 'export const allProcessors = {}, toJSONSchema = undefined',
  },
]

/** Replaces each of them by something whose parts throw when they are called, not when they are read. */
export const leftOut: Plugin = leaving(absences)

/** The same for the doors, which do without more. */
export const leftOutAtDoors: Plugin = leaving([...absences, ...absencesAtDoors])

function leaving(what: readonly Absence[]): Plugin {
  return {
    name: 'left-out',
    setup({ onResolve, onLoad }) {
      for (const { module, from = /./, why, instead } of what) {
        onResolve({ filter: module }, ({ path, importer }) =>
          from.test(importer) ? { path, namespace: 'left-out', pluginData: { why, instead } } : undefined,
        )
      }
      onLoad({ filter: /./, namespace: 'left-out' }, ({ path, pluginData }) => ({
        contents: pluginData.instead ?? standIn(`${path} was left out of the bundle: ${pluginData.why}`),
        loader: 'js',
      }))
    },
  }
}

// Reading a part gives the stand-in again, so that re-exports and destructuring pass. `then` and the symbols are not
// there: awaiting or printing a thing asks for them.
function standIn(message: string): string {
  return `
    const gone = () => { throw new Error(${JSON.stringify(message)}) }
    const absent = new Set(['then', '__esModule'])
    const standIn = new Proxy(function () {}, {
      get: (target, key) => key === 'prototype' ? target.prototype : typeof key === 'symbol' || absent.has(key) ? undefined : standIn,
      apply: gone,
      construct: gone,
    })
    module.exports = standIn`
}
