import type { ActPorts } from '../../app/github/acts/ground.ts'
import { checkWriter } from '../../app/github/checks.ts'
import { compareCommits } from '../../app/github/compare.ts'
import { configurationFiles } from '../../app/github/configuration/files.ts'
import { mayWrite } from '../../app/github/membership.ts'
import { seen } from '../../app/github/respond.ts'
import { hearing } from '../../app/github/strangers.ts'
import { packStatementOrder } from '../../app/queue/statement-orders.ts'
import { packFollowUp } from '../../app/verbs/follow-up.ts'
import { wiring } from '../wiring.ts'
import { githubAnswers } from './answers.ts'
import { github } from './github.ts'
import { visitLater } from './schedule.ts'
import { tablePorts } from './table.ts'

/** What carrying out a word of GitHub's asks of the world, whether it came by a delivery or was asked for. */
export function githubActPorts(): ActPorts {
  const { config, clock, wait, send, log } = wiring()
  const { tasks, graph, directory, pulls, deployments, issues, linkCodes, logins, ledger } = tablePorts()
  const { appId, appSlug } = config.github
  const contains = compareCommits(github(), log)
  return {
    ...{ tasks, graph, pulls, deployments, issues, contains, logins, now: clock, log },
    directory,
    linkCodes,
    mayWrite: (access) => mayWrite(github(), access),
    files: configurationFiles(github(), contains),
    checks: checkWriter({ client: github(), ledger, appId, now: clock, wait, log }),
    visit: visitLater(),
    hears: hearing(ledger, clock),
    handOn: (job) => send(config.queues['follow-ups'], packFollowUp(job)),
    restate: (order) => send(config.queues.statements, packStatementOrder(order)),
    see: (asked) => seen({ answers: githubAnswers(), now: clock, wait, log }, asked),
    self: `${appSlug}[bot]`,
  }
}
