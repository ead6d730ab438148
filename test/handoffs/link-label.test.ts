import fc from 'fast-check'
import { expect, it } from 'vitest'
import { honestLabel } from '../../app/handoffs/link-label.ts'

const EVIL = 'https://evil.example/login'

it.each([
  ['Runbook', EVIL, 'Runbook'],
  ['evil.example', EVIL, 'evil.example'],
  ['build (v2.1)', EVIL, 'build (v2.1)'],
  ['github.com', EVIL, 'github.com (evil.example)'],
  ['https://github.com/northwind', EVIL, 'https://github.com/northwind (evil.example)'],
  ['github。com/northwind', EVIL, 'github。com/northwind (evil.example)'],
  ['ｇｉｔｈｕｂ．ｃｏｍ', EVIL, 'ｇｉｔｈｕｂ．ｃｏｍ (evil.example)'],
  ['git\u200Bhub.com', EVIL, 'github.com (evil.example)'],
  ['evil.example is not github.com', EVIL, 'evil.example is not github.com (evil.example)'],
  ['README.md', 'https://github.com/x', 'README.md (github.com)'],
  ['github.com', 'no address', 'github.com'],
])('%s -> %s reads: %s', (label, url, words) => {
  expect(honestLabel(label, url)).toBe(words)
})

it('names the host whenever the label names another', () => {
  fc.assert(
    fc.property(fc.domain(), fc.domain(), fc.string(), (said, target, around) => {
      const label = honestLabel(`${around} ${said} ${around}`, `https://${target}/x`)
      if (said !== target) expect(label.endsWith(` (${target})`)).toBe(true)
    }),
  )
})
