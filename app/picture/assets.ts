import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

/**
 * The files that drawing needs beside its code. They are found as parts of their packages, from the sources through
 * `node_modules`, and from a bundle through the `node_modules` that `infra/bundles/bundle.ts` puts beside it: inside the bundle,
 * V8 would read four megabytes at every cold start.
 */
const here = createRequire(import.meta.url)

/** The renderer, as WebAssembly. */
export function renderer(): Promise<Uint8Array<ArrayBuffer>> {
  return bytesOf('@resvg/resvg-wasm/index_bg.wasm')
}

/** DejaVu Sans, upright and bold: Latin, Greek, Cyrillic, Hebrew, Arabic and more. */
export function fonts(): Promise<Uint8Array<ArrayBuffer>[]> {
  return Promise.all(['DejaVuSans', 'DejaVuSans-Bold'].map((name) => bytesOf(`dejavu-fonts-ttf/ttf/${name}.ttf`)))
}

async function bytesOf(part: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(here.resolve(part)))
}
