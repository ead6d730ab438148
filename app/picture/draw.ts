import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { lazily } from '../lazily.ts'
import type { Drawing } from '../ports/drawing.ts'
import { fonts, renderer } from './assets.ts'
import { placed } from './layout.ts'
import { svgOf } from './svg.ts'

/** Twice as large as it is meant to be seen, for sharp letters on phones; wide graphs get less. Pixels. */
const ZOOM = 2
const MAX_SIDE = 5_000

const ready = lazily(async () => {
  await initWasm(await renderer())
  return fonts()
})

/** Draws what waits for what: a PNG. */
export async function draw(drawing: Drawing): Promise<Uint8Array<ArrayBuffer>> {
  const fontBuffers = await ready()
  const at = placed(drawing)
  const zoom = Math.min(ZOOM, MAX_SIDE / Math.max(at.width, at.height))
  const image = new Resvg(svgOf(drawing, at), {
    font: { fontBuffers, defaultFontFamily: 'DejaVu Sans' },
    fitTo: { mode: 'zoom', value: zoom },
  })
  try {
    const rendered = image.render()
    try {
      return new Uint8Array(rendered.asPng())
    } finally {
      rendered.free()
    }
  } finally {
    // WebAssembly frees nothing by itself.
    image.free()
  }
}
