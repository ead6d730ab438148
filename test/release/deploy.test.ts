import { describe, expect, it } from 'vitest'
import { NoAccess } from '../../infra/release/account.ts'
import { deploy } from '../../infra/release/deploy.ts'
import { accountOf, aStack, readyAccount, surroundingsOf } from '../support/fake-account.ts'

const dev = { stage: 'dev', yes: false, withData: false } as const
const production = { stage: 'production', yes: false, withData: false } as const
// What it costs is counted anew whenever something changes.
const said = (around: { readonly said: readonly string[] }) =>
  `\n${around.said.join('\n')}\n`.replaceAll(/some \$[\d.,]+ a month/g, 'some $… a month')
const ALL_OF_DEV = 'deploy codexflow-dev codexflow-dev-* --require-approval never --import-existing-resources'

describe('a deployment', () => {
  it('happens where all is there, and says what to paste where', async () => {
    const fake = readyAccount('dev')
    fake.stacks['us-east-1/codexflow-dev'] = aStack({ Url: 'https://abc.execute-api.us-east-1.amazonaws.com' })
    const around = surroundingsOf(accountOf(fake))
    expect(await deploy(dev, around)).toBe(0)
    expect(around.ran).toEqual([ALL_OF_DEV])
    expect(around.asked).toEqual([])
    expect(said(around)).toMatchInlineSnapshot(`
      "
      Before dev is deployed to us-east-1:
        ok      account: 111122223333, as arn:aws:iam::111122223333:user/ada
        ok      CDK bootstrap in us-east-1: CREATE_COMPLETE
        ok      secret codexflow/dev/slack-signing: secret
        ok      secret codexflow/dev/slack-app: clientSecret
        ok      secret codexflow/dev/github-webhook: secret
        ok      secret codexflow/dev/github-app: privateKey
        ok      secret codexflow/dev/github-oauth: nothing needed
        ok      secret codexflow/dev/keys: next

      dev costs some $… a month while nobody does anything, and more with what is done (docs/cost.md).


      Deployed.

      CodexFlow answers at https://abc.execute-api.us-east-1.amazonaws.com

      Slack, https://api.slack.com/apps, your app (or App Manifest: manifest.yml with this address in it):
        Slash Commands, /codexflow, Request URL              https://abc.execute-api.us-east-1.amazonaws.com/slack/events
        Interactivity & Shortcuts, Request URL               https://abc.execute-api.us-east-1.amazonaws.com/slack/events
        Interactivity & Shortcuts, Select Menus, Options URL https://abc.execute-api.us-east-1.amazonaws.com/slack/events
        Event Subscriptions, Request URL                     https://abc.execute-api.us-east-1.amazonaws.com/slack/events
        OAuth & Permissions, Redirect URLs                   https://abc.execute-api.us-east-1.amazonaws.com/slack/oauth

      GitHub, https://github.com/settings/apps, your app:
        Webhook URL                                          https://abc.execute-api.us-east-1.amazonaws.com/github/webhooks
        Callback URL                                         https://abc.execute-api.us-east-1.amazonaws.com/github/oauth
        Request user authorization during installation       off; no Setup URL

      infra/stages.ts does not name the apps yet. Write into this stage, and deploy once more:
        slack: { clientId }               Slack, Basic Information
        github: { appId, slug, clientId } GitHub, the app's General page

      Then open https://abc.execute-api.us-east-1.amazonaws.com/slack/install to install it in a workspace, and say /codexflow help there.
      "
    `)
  })

  it('says of production what costs money before anybody calls, and asks', async () => {
    const around = surroundingsOf(accountOf(readyAccount('production')), { answer: 'no' })
    expect(await deploy(production, around)).toBe(1)
    expect(around.ran).toEqual([])
    expect(
      said(around)
        .split('\n')
        .filter((line) => line.startsWith('production costs')),
    ).toEqual([
      'production costs some $… a month while nobody does anything, and more with what is done (docs/cost.md). Turned on for it: a model, us.anthropic.claude-sonnet-4-5-20250929-v1:0, which is most of the bill once people work; an edge; a standby region, us-west-2, which doubles the price of each write; a trail of every call to table and buckets; GuardDuty and AWS Config, of which an account has one in each region: turn off in infra/stages.ts what your organisation keeps already, or the deployment fails.',
    ])
    expect(around.asked).toHaveLength(1)
  })

  it('tells CloudFront which version of its secret it is to say, where there is an edge', async () => {
    const around = surroundingsOf(accountOf(readyAccount('staging')))
    expect(await deploy({ ...dev, stage: 'staging' }, around)).toBe(0)
    expect(around.ran).toEqual([
      'deploy codexflow-staging codexflow-staging-* --context edge-version=v7 --require-approval never --import-existing-resources',
    ])
  })

  it('tells the standby region which key is the vault’s, as soon as the data stack says it', async () => {
    const fake = readyAccount('production')
    const around = () => surroundingsOf(accountOf(fake))
    const [first, second] = [around(), around()]
    expect(await deploy({ ...production, yes: true }, first)).toBe(0)
    expect(first.ran.join()).not.toContain('PrimaryKey')
    fake.stacks['us-east-1/codexflow-production-data'] = aStack({ VaultKey: 'arn:aws:kms:us-east-1:1:key/mrk-1' })
    expect(await deploy({ ...production, yes: true }, second)).toBe(0)
    expect(second.ran.join()).toContain(
      '--parameters codexflow-production-standby-vault:PrimaryKey=arn:aws:kms:us-east-1:1:key/mrk-1',
    )
  })

  it('names everything that is missing at once, and then deploys nothing', async () => {
    const fake = readyAccount('staging')
    fake.stacks = {}
    fake.secrets['codexflow/staging/slack-signing'] = []
    delete fake.secrets['codexflow/staging/github-app']
    fake.obstacle = 'access has not been granted to this account'
    const around = surroundingsOf(accountOf(fake))
    expect(await deploy({ ...dev, stage: 'staging' }, around)).toBe(1)
    expect(around.ran).toEqual([])
    expect(said(around)).toMatchInlineSnapshot(`
      "
      Before staging is deployed to us-east-1:
        ok      account: 111122223333, as arn:aws:iam::111122223333:user/ada
        MISSING CDK bootstrap in us-east-1: the stack CDKToolkit is not there
                -> npx cdk bootstrap aws://111122223333/us-east-1 (once for each account and region)
        MISSING secret codexflow/staging/slack-signing: lacks secret
                -> npm run secret -- --stage staging slack-signing (what Slack signs its requests with)
        ok      secret codexflow/staging/slack-app: clientSecret
        ok      secret codexflow/staging/github-webhook: secret
        MISSING secret codexflow/staging/github-app: is not there
                -> the data stack makes it, and goes first
        ok      secret codexflow/staging/github-oauth: nothing needed
        ok      secret codexflow/staging/keys: next
        ok      secret codexflow/staging/edge-header: secret
        MISSING Bedrock model us.anthropic.claude-sonnet-4-5-20250929-v1:0: access has not been granted to this account
                -> open it once in the playground (AWS console, Bedrock, Model catalog) as somebody who may subscribe in AWS Marketplace, or leave \`model\` out in infra/stages.ts, and templates write

      staging costs some $… a month while nobody does anything, and more with what is done (docs/cost.md). Turned on for it: a model, us.anthropic.claude-sonnet-4-5-20250929-v1:0, which is most of the bill once people work; an edge.

      Nothing was deployed. Do what the arrows say, then run the same command again.
      "
    `)
  })

  it('without credentials says so, and what it therefore could not look at', async () => {
    const nobody = async () => {
      throw new NoAccess('credentials', 'this machine has no AWS credentials')
    }
    const around = surroundingsOf(accountOf(readyAccount('dev'), { caller: nobody }))
    expect(await deploy(dev, around)).toBe(1)
    expect(around.ran).toEqual([])
    expect(around.said[0]).toContain('MISSING account: this machine has no AWS credentials')
    expect(around.said[0]).toContain('?       CDK bootstrap in us-east-1: not looked at without the account')
  })

  it('goes on looking where one question is refused', async () => {
    const refused = async () => {
      throw new NoAccess('permission', 'AWS refuses cloudformation:DescribeStacks to these credentials')
    }
    const around = surroundingsOf(accountOf(readyAccount('dev'), { stack: refused }))
    expect(await deploy(dev, around)).toBe(1)
    expect(around.said[0]).toContain('MISSING CDK bootstrap in us-east-1: AWS refuses cloudformation:DescribeStacks')
    expect(around.said[0]).toContain('ok      secret codexflow/dev/github-app: privateKey')
  })

  it('takes a broken bootstrap for none', async () => {
    const fake = readyAccount('dev')
    fake.stacks['us-east-1/CDKToolkit'] = { ...aStack(), status: 'ROLLBACK_COMPLETE' }
    const around = surroundingsOf(accountOf(fake))
    expect(await deploy(dev, around)).toBe(1)
    expect(around.said[0]).toContain('the stack CDKToolkit is ROLLBACK_COMPLETE')
  })

  it('does not come between a release and what it is to take over from', async () => {
    const fake = readyAccount('dev')
    fake.stacks['us-east-1/codexflow-dev'] = aStack({ Release: 'abc' }, { Share: '0' })
    const around = surroundingsOf(accountOf(fake))
    expect(await deploy(dev, around)).toBe(1)
    expect([around.ran, around.said.at(-1)]).toEqual([
      [],
      'Nothing was deployed: the release abc stands beside what is live. npm run ship -- --stage dev goes on from there.',
    ])
  })

  it('passes on what CDK ended with, and pastes nothing then', async () => {
    const around = surroundingsOf(accountOf(readyAccount('dev')), { cdk: () => 3 })
    expect(await deploy(dev, around)).toBe(3)
    expect(around.said.at(-1)).toBe(
      'CDK ended with 3: see above. CloudFormation puts back what it had begun to change.',
    )
  })
})

describe('the first deployment', () => {
  it('makes the secrets with the data stack, and stops where they want to be filled', async () => {
    const fake = readyAccount('dev')
    const { secrets } = fake
    fake.secrets = {}
    const cdk = () => {
      fake.secrets = { ...secrets, 'codexflow/dev/github-app': [] }
      return 0
    }
    const around = surroundingsOf(accountOf(fake), { cdk })
    expect(await deploy(dev, around)).toBe(1)
    expect(around.ran).toEqual(['deploy codexflow-dev-data --require-approval never --import-existing-resources'])
    expect(around.said.slice(-2)).toEqual([
      '  MISSING secret codexflow/dev/github-app: lacks privateKey\n          -> npm run secret -- --stage dev github-app (the private key of the GitHub App (PEM))',
      'The data stack is there; the application was not deployed. Fill the secrets, then run the same command again.',
    ])
  })

  it('goes on by itself where what was made up is enough', async () => {
    const fake = readyAccount('dev')
    const { secrets } = fake
    fake.secrets = { ...secrets }
    delete fake.secrets['codexflow/dev/keys']
    const cdk = () => {
      fake.secrets = secrets
      return 0
    }
    const around = surroundingsOf(accountOf(fake), { cdk })
    expect(await deploy(dev, around)).toBe(0)
    expect(around.ran).toEqual([
      'deploy codexflow-dev-data --require-approval never --import-existing-resources',
      ALL_OF_DEV,
    ])
  })

  it('makes nothing while something else is missing', async () => {
    const fake = readyAccount('dev')
    fake.secrets = {}
    fake.stacks = {}
    const around = surroundingsOf(accountOf(fake))
    expect(await deploy(dev, around)).toBe(1)
    expect(around.ran).toEqual([])
  })
})

describe('production', () => {
  it.each([['production', 0, 1] as const, ['yes', 1, 0] as const, [undefined, 1, 0] as const])(
    'asks first, and takes %j for what it is',
    async (answer, code, deployments) => {
      const around = surroundingsOf(accountOf(readyAccount('production')), answer === undefined ? {} : { answer })
      expect(await deploy(production, around)).toBe(code)
      expect(around.asked).toHaveLength(1)
      expect(around.ran).toHaveLength(deployments)
    },
  )

  it('does not ask whoever says --yes, but looks all the same', async () => {
    const fake = readyAccount('production')
    const around = surroundingsOf(accountOf(fake))
    expect(await deploy({ ...production, yes: true }, around)).toBe(0)
    fake.obstacle = 'is not offered in this region'
    const hindered = surroundingsOf(accountOf(fake))
    expect(await deploy({ ...production, yes: true }, hindered)).toBe(1)
    expect([around.asked, hindered.asked, hindered.ran]).toEqual([[], [], []])
  })
})
