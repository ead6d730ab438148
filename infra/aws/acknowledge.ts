import { type CfnElement, Stack, Tokenization, Validations } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'

/**
 * Answers a finding of cdk-nag: `rule` as it prints it (`AwsSolutions-IAM5[Resource::*]`: this wildcard and no other), and
 * a reason that a reviewer would accept.
 */
export function acknowledge(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `AwsSolutions::${rule}`, reason })
}

/** The name of a construct's resource in the template, as findings give it. */
export function logicalIdOf(construct: IConstruct): string {
  return Stack.of(construct).getLogicalId(construct.node.defaultChild as CfnElement)
}

/** A text with CloudFormation's own variables in it, as findings write them: `<AWS::AccountId>`. */
export function asFound(text: string): string {
  return Tokenization.reverseString(text)
    .mapTokens({
      mapToken: (token) => `<${(token as unknown as { readonly value: { readonly Ref: string } }).value.Ref}>`,
    })
    .join({ join: (left: unknown, right: unknown) => `${left ?? ''}${right ?? ''}` })
}
