import { BedrockClient, GetFoundationModelAvailabilityCommand } from '@aws-sdk/client-bedrock'
import { CloudFormationClient, DescribeStacksCommand, paginateDescribeStacks } from '@aws-sdk/client-cloudformation'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { modelOf } from '../model-id.ts'
import type { Account, Stack } from './account.ts'
import { awsSecretStore } from './aws-secret-store.ts'
import { asked, nameOf } from './no-access.ts'
import { filledFields } from './secret-fields.ts'

/** Where the services are and who asks; nothing: AWS itself, and whatever credentials this machine has. */
export type AwsPlace = {
  readonly endpoint?: string
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly maxAttempts?: number
}

/** The account that the credentials at hand belong to. */
export function awsAccount(region: string, place: AwsPlace = {}): Account {
  const sts = new STSClient({ region, ...place })
  const cloudFormation = (at: string) => new CloudFormationClient({ region: at, ...place })
  return {
    caller: async () => {
      const { Account: account = '', Arn: arn = '' } = await asked('sts:GetCallerIdentity', () =>
        sts.send(new GetCallerIdentityCommand({})),
      )
      return { account, arn }
    },
    stack: (at, StackName) =>
      asked('cloudformation:DescribeStacks', async () => {
        const { Stacks } = await cloudFormation(at)
          .send(new DescribeStacksCommand({ StackName }))
          .catch((error: unknown) => {
            // CloudFormation has no error of its own for this one.
            if (nameOf(error) === 'ValidationError' && /does not exist/.test(String(error))) return { Stacks: [] }
            throw error
          })
        return Stacks?.[0] && stackOf(Stacks[0])
      }),
    stacksNamed: (at, prefix) =>
      asked('cloudformation:DescribeStacks', async () => {
        const names: string[] = []
        for await (const { Stacks = [] } of paginateDescribeStacks({ client: cloudFormation(at) }, {}))
          names.push(...Stacks.map(({ StackName }) => StackName ?? '').filter((name) => name.startsWith(prefix)))
        return names.sort()
      }),
    secretFields: async (at, id) => {
      const text = await awsSecretStore(place).read(at, id)
      return text === undefined ? undefined : filledFields(text)
    },
    secretVersion: (at, id) => awsSecretStore(place).version(at, id),
    modelObstacle: (at, profile) =>
      asked('bedrock:GetFoundationModelAvailability', async () => {
        const client = new BedrockClient({ region: at, ...place })
        const modelId = modelOf(profile)
        try {
          return obstacleOf(await client.send(new GetFoundationModelAvailabilityCommand({ modelId })))
        } catch (error) {
          if (['ResourceNotFoundException', 'ValidationException'].includes(nameOf(error)))
            return `Bedrock knows no model ${modelId} in ${at}`
          throw error
        }
      }),
  }
}

type Availability = {
  readonly agreementAvailability?: { readonly status?: string | undefined } | undefined
  readonly authorizationStatus?: string | undefined
  readonly entitlementAvailability?: string | undefined
  readonly regionAvailability?: string | undefined
}

function obstacleOf(said: Availability): string | undefined {
  if (said.regionAvailability === 'NOT_AVAILABLE') return 'is not offered in this region'
  if (said.agreementAvailability?.status !== 'AVAILABLE') return 'its terms have not been accepted for this account'
  if (said.authorizationStatus !== 'AUTHORIZED') return 'this account is not authorised to use it'
  if (said.entitlementAvailability === 'NOT_AVAILABLE') return 'access has not been granted to this account'
  return undefined
}

type Described = {
  readonly StackStatus?: string | undefined
  readonly Outputs?:
    | readonly { readonly OutputKey?: string | undefined; readonly OutputValue?: string | undefined }[]
    | undefined
  readonly Parameters?:
    | readonly { readonly ParameterKey?: string | undefined; readonly ParameterValue?: string | undefined }[]
    | undefined
}

function stackOf({ StackStatus = '', Outputs = [], Parameters = [] }: Described): Stack {
  return {
    status: StackStatus,
    outputs: Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue])),
    parameters: Object.fromEntries(
      Parameters.map(({ ParameterKey = '', ParameterValue = '' }) => [ParameterKey, ParameterValue]),
    ),
  }
}
