import { describe, expect, it } from 'vitest'
import { releaseIdOf } from '../../infra/release/release-id.ts'

const COMMIT = '0123456789abcdef0123456789abcdef01234567'
const git = (changes: string) => (command?: string) => (command === 'rev-parse' ? `${COMMIT}\n` : changes)
const none = () => undefined

describe('what a release is called', () => {
  it.each([
    [{ CODEBUILD_RESOLVED_SOURCE_VERSION: COMMIT }, none, '0123456789ab'],
    [{ GITHUB_SHA: COMMIT }, none, '0123456789ab'],
    [{}, git(''), '0123456789ab'],
    [{}, git(' M app/x.ts\n'), '0123456789ab-changed'],
    [{ CODEXFLOW_RELEASE: 'v1.2.0' }, git(''), 'v1.2.0'],
    [{ CODEXFLOW_RELEASE: '$(evil)' }, git(''), undefined],
    [{}, none, undefined],
  ])('%j', (env, asks, id) => {
    expect(releaseIdOf(env, asks)).toBe(id)
  })
})
