import { crc32, deflateSync, inflateSync } from 'node:zlib'

/** PNG, as far as Chromium writes it and we do: https://www.w3.org/TR/png-3/ */
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const MOST_COLOURS = 256

/** The same picture in 256 colours, which text and a few signs do not need more of: a third of its size. */
export function smallPng(png: Buffer): Buffer {
  const chunks = chunksOf(png)
  const header = chunks.find(({ type }) => type === 'IHDR')!.data
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const [depth, kind, , , interlaced] = header.subarray(8)
  const channels = kind === 2 ? 3 : 4
  if (depth !== 8 || (kind !== 2 && kind !== 6) || interlaced !== 0) throw new Error('No PNG of a screenshot.')
  const data = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map((chunk) => chunk.data)))
  const colours = unfiltered(data, width, height, channels)
  const palette = commonest(colours)
  const places = new Map(palette.map((colour, place) => [colour, place]))
  const rows = Buffer.alloc(height * (width + 1))
  for (const [at, colour] of colours.entries()) {
    if (!places.has(colour)) places.set(colour, nearest(palette, colour))
    rows[Math.floor(at / width) * (width + 1) + 1 + (at % width)] = places.get(colour)!
  }
  const indexed = Buffer.from(header)
  indexed[9] = 3
  return pngOf({
    IHDR: indexed,
    PLTE: Buffer.from(palette.flatMap(channelsOf)),
    IDAT: deflateSync(rows, { level: 9 }),
    IEND: Buffer.alloc(0),
  })
}

/** The file of these chunks, in their order. */
export function pngOf(chunks: Readonly<Record<string, Buffer>>): Buffer {
  return Buffer.concat([SIGNATURE, ...Object.entries(chunks).map(([type, data]) => chunk(type, data))])
}

function chunksOf(png: Buffer): { readonly type: string; readonly data: Buffer }[] {
  const found: { type: string; data: Buffer }[] = []
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    found.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) })
    at += 12 + length
  }
  return found
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** Each pixel as one number, 0xRRGGBB. https://www.w3.org/TR/png-3/#9Filter-types */
function unfiltered(data: Buffer, width: number, height: number, channels: number): number[] {
  const stride = width * channels
  const colours: number[] = []
  let above = Buffer.alloc(stride)
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)]!
    const line = Buffer.from(data.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)))
    for (let x = 0; x < stride; x++) {
      const left = x < channels ? 0 : line[x - channels]!
      const corner = x < channels ? 0 : above[x - channels]!
      line[x] = (line[x]! + predicted(filter, left, above[x]!, corner)) & 0xff
    }
    for (let x = 0; x < stride; x += channels) colours.push(line.readUIntBE(x, 3))
    above = line
  }
  return colours
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left
  if (filter === 2) return above
  if (filter === 3) return (left + above) >> 1
  if (filter === 0) return 0
  const guess = left + above - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)]
  if (a <= b && a <= c) return left
  return b <= c ? above : corner
}

function commonest(colours: readonly number[]): number[] {
  const counts = new Map<number, number>()
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1)
  const sorted = [...counts].toSorted(([, a], [, b]) => b - a)
  return sorted.slice(0, MOST_COLOURS).map(([colour]) => colour)
}

function nearest(palette: readonly number[], colour: number): number {
  const wanted = channelsOf(colour)
  const distance = (candidate: number) =>
    channelsOf(candidate).reduce((sum, channel, index) => sum + (channel - wanted[index]!) ** 2, 0)
  return palette.reduce((best, candidate, place) => (distance(candidate) < distance(palette[best]!) ? place : best), 0)
}

function channelsOf(colour: number): number[] {
  return [colour >> 16, (colour >> 8) & 0xff, colour & 0xff]
}
