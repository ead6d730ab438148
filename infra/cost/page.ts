import { figures } from './figures.ts'
import type { Units } from './quantities.ts'
import { asMarkdown } from './table.ts'
import { tables } from './tables.ts'

/**
 * The page with its tables and figures made anew. A table stands between `<!-- table sizes -->` and `<!-- end -->`, a figure
 * between `<!-- figure handoff -->` and `<!-- -->`; everything else is left as people wrote it. Throws, naming it, for one
 * that there is not.
 */
export function page(text: string, units: Units): string {
  const made: Readonly<Record<string, () => Parameters<typeof asMarkdown>[0]>> = tables(units)
  const found = figures(units)
  return text
    .replaceAll(/(<!-- table (\S+) -->)[\s\S]*?(<!-- end -->)/g, (_, begin: string, name: string, end: string) => {
      const table = made[name]
      if (table === undefined) throw new Error(`There is no table "${name}": ${Object.keys(made).join(', ')}`)
      return `${begin}\n\n${asMarkdown(table())}\n\n${end}`
    })
    .replaceAll(/(<!-- figure (\S+) -->)[^<]*(<!-- -->)/g, (_, begin: string, name: string, end: string) => {
      const figure = found[name]
      if (figure === undefined) throw new Error(`There is no figure "${name}": ${Object.keys(found).join(', ')}`)
      return `${begin}${figure}${end}`
    })
}
