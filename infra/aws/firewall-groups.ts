/**
 * The rules that AWS keeps, and which of them look into bodies, each with the label that it leaves.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
export type ManagedGroup = {
  readonly name: string
  /** What its labels begin with. */
  readonly labels: string
  readonly bodies: Readonly<Record<string, string>>
}

export const MANAGED: readonly ManagedGroup[] = [
  { name: 'AWSManagedRulesAmazonIpReputationList', labels: 'awswaf:managed:aws:amazon-ip-list', bodies: {} },
  {
    name: 'AWSManagedRulesCommonRuleSet',
    labels: 'awswaf:managed:aws:core-rule-set',
    bodies: {
      SizeRestrictions_BODY: 'SizeRestrictions_Body',
      EC2MetaDataSSRF_BODY: 'EC2MetaDataSSRF_Body',
      GenericLFI_BODY: 'GenericLFI_Body',
      GenericRFI_BODY: 'GenericRFI_Body',
      CrossSiteScripting_BODY: 'CrossSiteScripting_Body',
    },
  },
  {
    name: 'AWSManagedRulesKnownBadInputsRuleSet',
    labels: 'awswaf:managed:aws:known-bad-inputs',
    bodies: {
      JavaDeserializationRCE_BODY: 'JavaDeserializationRCE_Body',
      Log4JRCE_BODY: 'Log4JRCE_Body',
      ReactJSRCE_BODY: 'ReactJSRCE_Body',
    },
  },
  {
    name: 'AWSManagedRulesSQLiRuleSet',
    labels: 'awswaf:managed:aws:sql-database',
    bodies: { SQLi_BODY: 'SQLi_Body', SQLiExtendedPatterns_BODY: 'SQLiExtendedPatterns_Body' },
  },
]

/** The names of a group's rules that look into bodies. */
export function bodyRules({ bodies }: ManagedGroup): string[] {
  return Object.keys(bodies)
}
