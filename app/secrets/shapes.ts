/**
 * What credentials look like, for two uses: nobody's resource, reason or document may carry one to people and to models,
 * and no log line may hold one. A net for mistakes, not a proof: what we know to be secret is masked by its value.
 * Every pattern is linear in the text, or bounded.
 */
const SHAPES: readonly RegExp[] = [
  // Slack: tokens, and addresses that whoever has them may post to.
  /\bx(?:ox[a-z]|app)-[\w-]+/g,
  /https:\/\/hooks\.slack(?:-gov)?\.com\/[^\s"'<>|]+/g,
  // GitHub: https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/
  /\bgh[opsur]_\w{20,}/g,
  /\bgithub_pat_\w{20,}/g,
  // AWS access keys, private keys of every kind, JSON web tokens.
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /-----BEGIN[^-]*-----[^-]*(?:-----END[^-]*-----)?/g,
  /(?<![\w-])eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]*/g,
  // A user name with a password in an address of any scheme, and signed or keyed queries.
  /(?<=:\/\/)[^\s/?#@:]{1,200}:[^\s/?#@]{1,200}@/g,
  /(?<=[?&;](?:x-amz-(?:signature|credential|security-token)|sig|signature|(?:access_|auth_|id_)?token|api_?key|client_secret|secret|password|passwd|pwd)=)[^&#\s"]+/gi,
  /(?<=\bBearer )[\w.~+/-]{8,}=*/g,
]

/** Whether `text` seems to carry a password, a token or a key. */
export function holdsSecret(text: string): boolean {
  return SHAPES.some((shape) => text.search(shape) >= 0)
}

/** The text with whatever looks like a credential masked. */
export function withoutSecrets(text: string): string {
  return SHAPES.reduce((masked, shape) => masked.replace(shape, '[masked]'), text)
}
