import * as z from 'zod'

/** Fields that several payloads share, as narrow as what is read of them. */

export const number = z.number().int().positive()

export const repository = z
  .object({
    id: number,
    full_name: z
      .string()
      .regex(/^[\w.-]+\/[\w.-]+$/)
      .max(250),
  })
  .transform(({ id, full_name }) => ({ id, fullName: full_name }))

/** An address that may be shown as a link. */
export const webUrl = z.url({ protocol: /^https?$/ }).max(2_000)

/** The same with the address of its page, which on a server of one's own has another host than GitHub's. */
export const shownRepository = z
  .intersection(repository, z.object({ html_url: webUrl.nullish().catch(undefined) }))
  .transform(({ html_url, ...repository }) => ({
    repository,
    page: html_url ?? `https://github.com/${repository.fullName}`,
  }))

/**
 * A login, GitHub's own number of the account, which no other account ever gets, and whether a machine holds it. Logins of apps
 * end in `[bot]`, which people's cannot.
 */
export const account = z
  .object({ login: z.string().min(1).max(100), id: number.nullish().catch(undefined), type: z.string().nullish() })
  .transform(({ login, id, type }) => ({
    login,
    ...(id == null ? {} : { id }),
    isBot: type === 'Bot' || login.endsWith('[bot]'),
  }))

export const sha = z.string().regex(/^[0-9a-f]{40,64}$/)

/** ISO 8601 with seconds, as GitHub writes times. */
export const time = z.iso.datetime({ offset: true })
