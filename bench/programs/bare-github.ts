import { createHmac, timingSafeEqual } from 'node:crypto'
import { request } from 'node:http'

/**
 * The baseline of the GitHub door: what Node itself needs for it. One HMAC, one POST to SQS by hand, unsigned and with
 * the built-in client that loads fastest; no library, no validation, no errors.
 */
export async function handler(event: { headers: Record<string, string>; body: string }): Promise<unknown> {
  const secret = process.env['GITHUB_WEBHOOK_SECRET'] ?? ''
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(event.body).digest('hex')}`)
  if (!timingSafeEqual(expected, Buffer.from(event.headers['x-hub-signature-256'] ?? ''))) return { statusCode: 401 }
  const body = JSON.stringify({
    QueueUrl: process.env['CODEXFLOW_QUEUE_INBOX'],
    MessageBody: event.body.slice(0, 20_000),
  })
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'AmazonSQS.SendMessage',
    authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/sqs/aws4_request',
  }
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sent = request(process.env['CODEXFLOW_SQS_ENDPOINT'] ?? '', { method: 'POST', headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode))
    })
    sent.on('error', reject).end(body)
  })
  return { statusCode: status === 200 ? 202 : 500 }
}
