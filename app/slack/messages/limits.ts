/** Characters of the text of one section. https://docs.slack.dev/reference/block-kit/blocks/section-block */
export const MAX_SECTION = 3_000
