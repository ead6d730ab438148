import { approvalDesk } from '../../app/dynamo/approval-desk.ts'
import { audit } from '../../app/dynamo/audit.ts'
import { dynamoStore } from '../../app/dynamo/client.ts'
import { deploymentIndex } from '../../app/dynamo/deployment-index.ts'
import { directory } from '../../app/dynamo/directory.ts'
import { feedbackBook } from '../../app/dynamo/feedback.ts'
import { eventHistory } from '../../app/dynamo/history.ts'
import { importBook } from '../../app/dynamo/import-book.ts'
import { installations } from '../../app/dynamo/installations.ts'
import { issueIndex } from '../../app/dynamo/issue-index.ts'
import { ledger } from '../../app/dynamo/ledger.ts'
import { linkCodes } from '../../app/dynamo/link-codes.ts'
import { logins } from '../../app/dynamo/logins.ts'
import { owedIndex } from '../../app/dynamo/owed-index.ts'
import { personDays } from '../../app/dynamo/person-days.ts'
import { pullIndex } from '../../app/dynamo/pull-index.ts'
import { pullWatch } from '../../app/dynamo/pull-watch.ts'
import { statements } from '../../app/dynamo/statements.ts'
import { sweepBook } from '../../app/dynamo/sweep-book.ts'
import { taskGraph, taskLog } from '../../app/dynamo/task-log.ts'
import { taskViews } from '../../app/dynamo/views.ts'
import { heeded } from '../../app/github/configuration/logins.ts'
import { wiring } from '../wiring.ts'

let made: ReturnType<typeof make> | undefined

/** Everything that the table holds, behind our ports. A function that never reads it bears none of its weight. */
export function tablePorts(): ReturnType<typeof make> {
  made ??= make()
  return made
}

function make() {
  const { config, aws } = wiring()
  const store = dynamoStore({ ...aws, table: config.table, endpoint: config.endpoints.dynamodb })
  return {
    store,
    tasks: taskLog(store),
    graph: taskGraph(store),
    views: taskViews(store),
    directory: directory(store),
    installations: installations(store),
    linkCodes: linkCodes(store),
    logins: heeded(logins(store), { directory: directory(store) }),
    pulls: pullIndex(store),
    pullWatch: pullWatch(store),
    deployments: deploymentIndex(store),
    issues: issueIndex(store),
    statements: statements(store),
    imports: importBook(store),
    ledger: ledger(store),
    history: eventHistory(store),
    owed: owedIndex(store),
    approvals: approvalDesk(store),
    audit: audit(store),
    days: personDays(store),
    feedback: feedbackBook(store),
    sweeps: sweepBook(store),
  }
}
