/** The phases of a feature, in the order in which work usually crosses them. */
export const PHASES = [
  'prd',
  'design',
  'infrastructure',
  'backend',
  'frontend',
  'qa',
  'deployment',
  'monitoring',
] as const
export type Phase = (typeof PHASES)[number]
