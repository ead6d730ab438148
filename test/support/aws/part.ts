/**
 * Any part of a template, as CloudFormation would be given it. Untyped on purpose: CDK's types say what goes into a construct, and a
 * test looks at what came out of it. Whatever is not there reads as `undefined`, which no expectation here takes for a value.
 */
// biome-ignore lint/suspicious/noExplicitAny: the one place in which a template is let in untyped.
export type Part = any
