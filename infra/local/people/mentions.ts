/** What can be mentioned in Slack, by the name that people type. */
export type Mentionable = {
  readonly people: readonly { readonly name: string; readonly slackId: string }[]
  readonly channels?: readonly { readonly name: string; readonly id: string }[]
}

/**
 * What Slack makes of a typed text before it hands it to an app that asked for escaping: `@devi` becomes
 * `<@U0…|devi>`, `#user-api` becomes `<#C0…|user-api>`, and `& < >` become entities. Mentions and links that stand in
 * angle brackets already are left as they are.
 * https://docs.slack.dev/interactivity/implementing-slash-commands#escaping
 */
export function mentioned(text: string, { people, channels = [] }: Mentionable): string {
  return text
    .split(/(<[@#!][^<>]+>|<https?:[^<>]+>)/)
    .map((part, index) => (index % 2 === 1 ? part : typed(part, people, channels)))
    .join('')
}

function typed(text: string, people: Mentionable['people'], channels: NonNullable<Mentionable['channels']>): string {
  return text
    .replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? sign)
    .replace(/(?<![\w/.-])@([\w-]+(?:\.[\w-]+)*)/g, (whole, name: string) => {
      const person = people.find((each) => each.name === name.toLowerCase())
      return person === undefined ? whole : `<@${person.slackId}|${person.name}>`
    })
    .replace(/(?<![\w/.-])#([\w-]+)/g, (whole, name: string) => {
      const channel = channels.find((each) => each.name === name.toLowerCase())
      return channel === undefined ? whole : `<#${channel.id}|${channel.name}>`
    })
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
