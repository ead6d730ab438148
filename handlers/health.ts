import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'

/** `GET /health`: the API and its functions are there. Says nothing else to strangers. */
export async function handler(): Promise<APIGatewayProxyStructuredResultV2> {
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":true}' }
}
