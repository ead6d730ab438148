import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { readEnvelope } from '../app/bus/envelope.ts'
import { releaseBook } from '../app/dynamo/release-book.ts'
import { Fault } from '../app/errors.ts'
import { codePipeline } from '../app/pipeline/answer.ts'
import { eachMessage } from '../app/queue/each-message.ts'
import { readPipelineQuestion } from '../app/queue/releases.ts'
import { answerRelease, askForRelease, type ReleasePorts } from '../app/release.ts'
import { workspaceOf } from '../app/tasks/workspace.ts'
import { isPresent } from './wiring/presence.ts'
import { tablePorts } from './wiring/table.ts'
import { vault } from './wiring/vault.ts'
import { nowIso, wiring } from './wiring.ts'

let made: ReleasePorts | undefined

/** A pipeline asks whether it may go on, or people have decided that it may, or may not. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const { log } = wiring()
  return eachMessage(event, (body) => heard(JSON.parse(body)), log)
}

async function heard(body: unknown): Promise<void> {
  const { config, log } = wiring()
  made ??= make()
  const settled = readEnvelope(body)
  if (settled !== undefined) {
    if (!(await isPresent(settled.workspace))) return
    const answered = await answerRelease(made, settled.workspace, settled.task, nowIso())
    if (answered === 'over') log.warn('a pipeline did not wait for its answer any more', { task: settled.task })
    return
  }
  const question = readPipelineQuestion(body)
  if (question === undefined) throw new Fault('a message is no question of a pipeline')
  // The operators have named the workspace: nobody outside can.
  const { releases } = config
  if (releases === undefined || !(await isPresent(workspaceOf(releases.workspace)))) {
    log.warn('nobody here decides on releases', { pipeline: question.pipeline })
    return
  }
  await askForRelease(
    made,
    { workspace: workspaceOf(releases.workspace), project: releases.project },
    question,
    nowIso(),
  )
}

function make(): ReleasePorts {
  const { config, aws } = wiring()
  const { store, tasks, graph, directory } = tablePorts()
  const answer = codePipeline({ ...aws, endpoint: config.endpoints.pipeline })
  return { log: tasks, graph, directory, book: releaseBook(store, vault()), answer }
}
