import { describe, expect, it } from 'vitest'
import { NoAccess } from '../../infra/release/account.ts'
import { destroy } from '../../infra/release/destroy.ts'
import { diff } from '../../infra/release/diff.ts'
import { accountOf, aStack, readyAccount, surroundingsOf } from '../support/fake-account.ts'

function standing(stage: string) {
  const fake = readyAccount(stage)
  for (const name of [
    `codexflow-${stage}`,
    `codexflow-${stage}-data`,
    `codexflow-${stage}-edge`,
    `codexflow-${stage}-standby`,
    `codexflow-${stage}-audit`,
    `codexflow-${stage}2`,
  ])
    fake.stacks[`us-east-1/${name}`] = aStack()
  return fake
}
const dev = { stage: 'dev', yes: false, withData: false } as const

describe('taking a stage down', () => {
  it('leaves the data, and says what that costs', async () => {
    const around = surroundingsOf(accountOf(standing('dev')), { answer: 'dev' })
    expect(await destroy(dev, around)).toBe(0)
    expect(around.ran).toEqual(['destroy codexflow-dev codexflow-dev-edge --force'])
    expect(`\n${around.said.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      To be destroyed in us-east-1: codexflow-dev, codexflow-dev-edge.
      The data stack stays: table, buckets, backups, keys and secrets, and the record of who did what where the stage has one (\`audit\`). It costs 2 dollars a month for its keys, 0.40 for each secret, and what is stored.
      Destroyed. The data stack stays: table, buckets, backups, keys and secrets, and the record of who did what where the stage has one (\`audit\`). It costs 2 dollars a month for its keys, 0.40 for each secret, and what is stored.
      "
    `)
  })

  it('takes the data along only where that is asked for and the name of the stage typed', async () => {
    const sure = surroundingsOf(accountOf(standing('dev')), { answer: 'dev' })
    expect(await destroy({ ...dev, withData: true }, sure)).toBe(0)
    expect(sure.ran).toEqual([
      'destroy codexflow-dev codexflow-dev-data codexflow-dev-edge codexflow-dev-standby codexflow-dev-audit --force',
    ])
    expect(sure.asked).toEqual(['Everything that dev knows will be gone. Type dev: '])
    const unsure = surroundingsOf(accountOf(standing('dev')), { answer: 'y' })
    expect(await destroy({ ...dev, withData: true }, unsure)).toBe(1)
    expect(unsure.ran).toEqual([])
  })

  it('never takes data that the stage keeps, whatever is said', async () => {
    const around = surroundingsOf(accountOf(standing('production')))
    expect(await destroy({ stage: 'production', yes: true, withData: true }, around)).toBe(1)
    expect(around.ran).toEqual([])
    expect(around.said[0]).toContain('the data of production is kept')
  })

  it('says what is to be emptied by hand where CloudFormation takes only what is empty', async () => {
    const around = surroundingsOf(accountOf(standing('dev')), { answer: 'dev', cdk: () => 1 })
    expect(await destroy({ ...dev, withData: true }, around)).toBe(1)
    expect(around.said.at(-1)).toBe(
      'CDK ended with 1: see above. The same command goes on from there. CloudFormation deletes no bucket and no backup vault that holds something: empty those that it names (AWS console, S3, Empty) first.',
    )
  })

  it('destroys nothing when nobody is there to ask', async () => {
    const around = surroundingsOf(accountOf(standing('dev')))
    expect(await destroy(dev, around)).toBe(1)
    expect(around.ran).toEqual([])
  })

  it('says so where nothing stands', async () => {
    const around = surroundingsOf(accountOf(readyAccount('dev')))
    expect(await destroy({ ...dev, yes: true }, around)).toBe(0)
    expect([around.ran, around.said]).toEqual([[], ['Nothing of dev stands in us-east-1.']])
  })
})

describe('looking at what would change', () => {
  const nobody = async () => {
    throw new NoAccess('credentials', 'the AWS credentials have expired')
  }

  it('needs the account and nothing else', async () => {
    const fake = readyAccount('dev')
    fake.secrets = {}
    const around = surroundingsOf(accountOf(fake))
    expect(await diff(dev, around)).toBe(0)
    expect(around.ran).toEqual(['diff codexflow-dev codexflow-dev-*'])
  })

  it.each([['diff', diff] as const, ['destroy', destroy] as const])(
    '%s without it says why not',
    async (_verb, deed) => {
      const around = surroundingsOf(accountOf(standing('dev'), { caller: nobody }), { answer: 'dev' })
      expect(await deed(dev, around)).toBe(1)
      expect(around.ran).toEqual([])
      expect(around.said.join()).toContain('the AWS credentials have expired')
      expect(around.said.join()).toContain('aws sso login')
    },
  )
})
