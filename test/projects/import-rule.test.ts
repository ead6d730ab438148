import { expect, it } from 'vitest'
import { fallsUnder, importText, parseImportRule } from '../../app/projects/import-rule.ts'

it('Which issues become tasks is read as it is written', () => {
  for (const text of ['none', 'all', 'label:codexflow', 'label:good first issue']) {
    const rule = parseImportRule(text)
    expect(importText(rule === 'none' ? undefined : rule)).toBe(text)
  }
  expect([' ALL ', 'label: x ', 'LABEL:x'].map(parseImportRule)).toEqual([
    { kind: 'all' },
    { kind: 'label', label: 'x' },
    { kind: 'label', label: 'x' },
  ])
})

it('What is no such rule is refused', () => {
  const wrong = ['', 'some', 'label:', 'label: ', 'label:a,b', `label:${'x'.repeat(51)}`, 'all of them']
  expect(wrong.map(parseImportRule)).toEqual(wrong.map(() => undefined))
})

it('A label counts in whatever case it is written', () => {
  const rule = { kind: 'label', label: 'CodexFlow' } as const
  expect([fallsUnder(rule, ['bug', 'codexflow']), fallsUnder(rule, ['bug']), fallsUnder({ kind: 'all' }, [])]).toEqual([
    true,
    false,
    true,
  ])
  expect(fallsUnder(undefined, ['codexflow'])).toBe(false)
})
