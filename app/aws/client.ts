/** Where an AWS service is. An endpoint of one's own (laptop, tests) takes any credentials. */
export type AwsSettings = { readonly region: string; readonly endpoint?: string | undefined }

/** The settings of a client of the AWS SDK. */
export function awsClient({ region, endpoint }: AwsSettings) {
  if (endpoint === undefined) return { region }
  return { region, endpoint, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
}
