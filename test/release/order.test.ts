import { describe, expect, it } from 'vitest'
import { orderOf, usageOf } from '../../infra/release/order.ts'

describe('the command line of the release scripts', () => {
  it('takes the stage, and what each verb knows', () => {
    expect(orderOf('deploy', ['--stage', 'dev'])).toEqual({ stage: 'dev', yes: false, withData: false })
    expect(orderOf('deploy', ['--yes', '--stage=production'])).toEqual({
      stage: 'production',
      yes: true,
      withData: false,
    })
    expect(orderOf('destroy', ['--stage', 'dev', '--with-data'])).toEqual({ stage: 'dev', yes: false, withData: true })
    expect(orderOf('diff', ['--help'])).toBe('help')
  })

  it.each([
    [[], 'deploy needs --stage: one of dev, staging, production'],
    [['--stage'], 'There is no stage "" in infra/stages.ts: only dev, staging, production'],
    [['--stage', 'prod'], 'There is no stage "prod" in infra/stages.ts: only dev, staging, production'],
    [['--stage', 'toString'], 'There is no stage "toString" in infra/stages.ts: only dev, staging, production'],
    [['--stage', 'dev', '--with-data'], 'deploy does not know --with-data'],
    [['dev'], 'deploy does not know dev'],
    [['--stage', 'dev', '--slack-token=xoxb-1'], 'deploy does not know --slack-token'],
  ])('says of %j what is wrong, and repeats no value', (args, wrong) => {
    expect(orderOf('deploy', args)).toEqual({ wrong })
  })

  it('tells how it is used', () => {
    expect(usageOf('destroy')).toMatchInlineSnapshot(`
      "npm run destroy -- --stage dev|staging|production [--with-data] [--yes]
        takes the application down; tables, buckets and keys stay
        --with-data  the data too, for good
        --yes        does not ask"
    `)
  })
})
