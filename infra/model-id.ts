/** Where inference profiles spread calls to: what their ids begin with. https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html */
const PROFILE = /^(us-gov|us|eu|apac|au|jp|ca|global)\./

/** The model behind an id of Bedrock: `us.anthropic.claude…` is an inference profile, which spreads calls of it over regions. */
export function modelOf(id: string): string {
  return id.replace(PROFILE, '')
}

/** Whether calls may be answered in any region of the world. */
export function isGlobal(id: string): boolean {
  return id.startsWith('global.')
}
