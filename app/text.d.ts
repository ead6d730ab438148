/** Prompts are Markdown files imported as text: `import prompt from './handoff.md' with { type: 'text' }`. */
declare module '*.md' {
  const text: string
  export default text
}
