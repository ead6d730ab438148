import * as z from 'zod'

const end = z.looseObject({ sha: z.string() })
const pull = z.looseObject({ base: end, head: end })
const compared = z.looseObject({
  files: z.array(z.looseObject({ filename: z.string(), status: z.string() })).default([]),
})

/** What a pull request changes: emulate knows only the files that were planted with it, and compares commits rightly. */
export async function pullFiles(
  ask: (path: string) => Promise<Response>,
  repository: string,
  number: number,
): Promise<z.output<typeof compared>['files']> {
  const { base, head } = pull.parse(await (await ask(`/repos/${repository}/pulls/${number}`)).json())
  const answer = await ask(`/repos/${repository}/compare/${base.sha}...${head.sha}`)
  return answer.ok ? compared.parse(await answer.json()).files : []
}
