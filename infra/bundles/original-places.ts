import { SourceMap, type SourceMapPayload } from 'node:module'
import { type FunctionName, functions } from '../topology.ts'

/** The source map of a function's bundle, as the sources that are here make it. */
export type MapOf = (name: FunctionName) => Promise<SourceMapPayload>

/** `/var/task/relay.cjs:12:3456` */
const PLACE = /[\w./-]*?([a-z-]+)\.cjs:(\d+):(\d+)/g

/**
 * Puts the places of the sources where a text, such as a stack trace in a log, names places in bundles. What names no
 * bundle of ours stays as it is.
 */
export async function originalPlaces(text: string, mapOf: MapOf): Promise<string> {
  const names = new Set([...text.matchAll(PLACE)].map(([, name = '']) => name).filter(isFunction))
  const maps = new Map<string, SourceMap>()
  for (const name of names) maps.set(name, new SourceMap(await mapOf(name)))
  return text.replace(PLACE, (place: string, name: string, line: string, column: string) => {
    const entry = maps.get(name)?.findEntry(Number(line) - 1, Number(column) - 1)
    if (entry === undefined || !('originalSource' in entry)) return place
    return `${fromTheRoot(entry.originalSource)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
  })
}

function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(functions, name)
}

function fromTheRoot(source: string): string {
  return source.replace(/^(?:\.\.\/)+/, '').replace(/^.*?(?=node_modules\/)/, '')
}
