import { describe, expect, it } from 'vitest'
import { messageTitle } from '../../../app/slack/modals/message-title.ts'

describe('the title that a message gives a task', () => {
  it.each([
    ['Fix the login\nIt fails since noon', 'Fix the login'],
    ['\n\n  *Fix* the login', 'Fix the login'],
    ['&gt; please &amp; thanks &lt;b&gt;', '> please & thanks <b>'],
    ['<@U1|mei> fix <https://example.com/a|the page> in <#C1|backend>', '@mei fix the page in #backend'],
    ['<!here> <https://example.com>', '@here https://example.com'],
    ['• *Fix* snake_case, _now_: `x`', 'Fix snake_case, now: x'],
    ['', ''],
    ['\u200b \n\u202e', ''],
    ['x'.repeat(300), `${'x'.repeat(199)}…`],
  ])('%j is %j', (text, title) => {
    expect(messageTitle(text)).toBe(title)
  })
})
