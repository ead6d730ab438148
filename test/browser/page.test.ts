import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hostCookie } from '../../app/browser/cookie.ts'
import { pageAnswer } from '../../app/browser/page.ts'

it('takes everything for text, in a form too', () => {
  const hostile = fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '=', '/', ' ') })
  fc.assert(
    fc.property(hostile, hostile, hostile, (one, two, three) => {
      const { body } = pageAnswer({
        status: 200,
        title: one,
        sentences: [two],
        link: { url: `https://x.example/${three}`, label: one },
        form: { action: '/x', fields: { [`a${two}`]: three }, buttons: [{ answer: one, label: two }] },
      })
      const tags = [...body.matchAll(/<\/?([a-z0-9]+)/g)].map((match) => match[1])
      const plain =
        'html head meta meta title title style style head body main h1 h1 p p form input button button form p a a p main body html'
      expect(tags.join(' ')).toBe(plain)
    }),
  )
})

it('lets forms go to ourselves alone, and only from a page that has one', () => {
  const page = { status: 200, title: 'x', sentences: [] }
  const form = { action: '/x', fields: {}, buttons: [] }
  const allows = (each: typeof page) =>
    /form-action '(\w+)'/.exec(pageAnswer(each).headers['content-security-policy']!)![1]
  expect([allows(page), allows({ ...page, form } as typeof page)]).toEqual(['none', 'self'])
})

it('a cookie comes back under its own name alone', () => {
  const { read, set, gone } = hostCookie('link')
  expect(set('v.1', 60_000)).toBe('__Host-codexflow-link=v.1; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax')
  expect(gone).toBe('__Host-codexflow-link=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax')
  expect(read({ cookies: ['codexflow-link=x', '__Host-codexflow-links=y', '__Host-codexflow-link=v.1'] })).toBe('v.1')
  expect([read({}), read({ cookies: [] })]).toEqual(['', ''])
})
