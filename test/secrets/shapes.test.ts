import { describe, expect, it } from 'vitest'
import { holdsSecret, withoutSecrets } from '../../app/secrets/shapes.ts'

describe('what looks like a credential', () => {
  it.each([
    'xoxb-12-34-abc',
    'xapp-1-A-2',
    'https://hooks.slack.com/services/T0/B0/abc',
    `ghp_${'a'.repeat(36)}`,
    `github_pat_${'a'.repeat(30)}`,
    'key AKIAIOSFODNN7EXAMPLE in a sentence',
    '-----BEGIN OPENSSH PRIVATE KEY-----',
    'https://user:hunter2@example.com/x',
    'mysql://root:hunter2@db:3306',
    'https://b.s3.amazonaws.com/k?X-Amz-Credential=a&X-Amz-Signature=b',
    'https://x.blob.core.windows.net/c?sv=1&sig=abc',
    'https://example.com/?access_token=abc',
    'https://example.com/?API_KEY=abc',
  ])('is recognised: %s', (text) => {
    expect(holdsSecret(text)).toBe(true)
    expect(withoutSecrets(text)).not.toMatch(/hunter2|abc|12-34|IOSFO|aaaaaa/)
  })

  it.each([
    'arn:aws:lambda:us-east-1:123456789012:function:user-api',
    'https://api.example.com/v1/users?page_token=3&sigma=2#secret=no',
    'https://github.com/northwind/user-api/pull/12',
    'git@github.com:northwind/user-api.git',
    'https://example.com/@someone:8080',
    'the secret of the token is a password',
    'e83c5163316f89bfbde7d9ab23ca2e25604af290',
    'database users-table',
    'arn:aws:secretsmanager:us-east-1:123456789012:secret:users/db-AbCdEf',
  ])('is not seen where there is none: %s', (text) => {
    expect(holdsSecret(text)).toBe(false)
    expect(withoutSecrets(text)).toBe(text)
  })
})
