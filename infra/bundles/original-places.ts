import { SourceMap, type SourceMapPayload } from 'node:module'
import { type FunctionName, functions } from '../topology.ts'

/** The source maps of the files of a function's bundle, by their names, as the sources that are here make them. */
export type MapsOf = (name: FunctionName) => Promise<Readonly<Record<string, SourceMapPayload>>>

/** `/var/task/relay.cjs:12:3456`, or `/var/task/relay-2XQ7M3VB.cjs:12:3456` for a part of it. */
const PLACE = /[\w./-]*?(([a-z-]+?)(?:-[A-Z0-9]{8})?\.cjs):(\d+):(\d+)/g

/**
 * Puts the places of the sources where a text, such as a stack trace in a log, names places in bundles. What names no
 * bundle of ours stays as it is.
 */
export async function originalPlaces(text: string, mapsOf: MapsOf): Promise<string> {
  const names = new Set([...text.matchAll(PLACE)].map(([, , name = '']) => name).filter(isFunction))
  const maps = new Map<string, SourceMap>()
  for (const name of names) {
    for (const [file, map] of Object.entries(await mapsOf(name))) maps.set(file, new SourceMap(map))
  }
  return text.replace(PLACE, (place: string, file: string, _name: string, line: string, column: string) => {
    const entry = maps.get(file)?.findEntry(Number(line) - 1, Number(column) - 1)
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
