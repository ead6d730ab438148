import { unreachable } from '../errors.ts'
import { notPermittedWords } from './permission-words.ts'
import { capital, gateWords, lackWords, listed, reasonWords, roleName, statusWords } from './phrases.ts'
import type { Refusal } from './refusal.ts'

/** A refusal in plain words, for any surface: what is wrong, and what to do instead. Not escaped yet. */
export type RefusalWords = { readonly why: string; readonly instead: string }

/** Says a refusal. Every "no" explains itself. */
export function sayRefusal(refusal: Refusal): RefusalWords {
  switch (refusal.kind) {
    case 'task-not-found':
      return { why: `I know no task ${refusal.task} in this workspace.`, instead: 'See what there is: list, or mine.' }
    case 'already':
      return {
        why: `${refusal.task} is ${statusWords(refusal.status)} already.`,
        instead:
          refusal.status === 'done' || refusal.status === 'cancelled'
            ? `If that is wrong, take it back: reopen ${refusal.task}`
            : `When it is finished: done ${refusal.task}`,
      }
    case 'not-closed':
      return {
        why: `${refusal.task} is ${statusWords(refusal.status)}, so there is nothing to reopen.`,
        instead: `See how it stands: why ${refusal.task}`,
      }
    case 'not-ready':
      return {
        why: `${refusal.task} cannot be ${refusal.verb === 'start' ? 'started' : 'finished'} yet: ${reasonWords(refusal.reasons)}.`,
        instead: insteadOfWaiting(refusal),
      }
    case 'gates-unmet':
      return {
        why: `${refusal.task} counts as done when it is ${gateWords(refusal.unmet.map(({ gate }) => gate))}. Missing: ${listed(refusal.unmet.flatMap(({ missing }) => missing))}.`,
        instead: refusal.byHand
          ? `As soon as that has arrived, say it again: done ${refusal.task}`
          : 'I will finish it by myself as soon as that arrives.',
      }
    case 'already-assigned':
      return { why: `${refusal.task} is assigned to that person already.`, instead: `See it: show ${refusal.task}` }
    case 'no-impediment':
      return refusal.others.length === 0
        ? { why: `Nothing blocks ${refusal.task}.`, instead: `See how it stands: why ${refusal.task}` }
        : {
            why: `You have not blocked ${refusal.task}. In its way: ${listed(refusal.others)}.`,
            instead: `Only the one who blocked it, or a lead naming that person, can lift it: unblock ${refusal.task} from:@person`,
          }
    case 'already-blocked':
      return {
        why: `${refusal.task} is blocked for that reason already.`,
        instead: `When it is over: unblock ${refusal.task}`,
      }
    case 'cycle':
      return circleWords(refusal.path)
    case 'too-many':
      return {
        why: `That is too much: I keep at most ${refusal.limit} ${refusal.what}.`,
        instead: 'Split the task into smaller ones.',
      }
    case 'graph-too-large':
      return {
        why: `More than ${refusal.limit} tasks stand before that one, too many to rule out a circle.`,
        instead: 'Draw the dependency nearer to the work that really needs it.',
      }
    case 'already-waits':
      return { why: `${refusal.task} waits for ${refusal.blocker} already.`, instead: `See why: why ${refusal.task}` }
    case 'invalid':
      return { why: `I cannot use that: ${refusal.what}.`, instead: capital(`${refusal.hint}.`) }
    case 'turn-passed':
      return {
        why: `${refusal.task} has moved on since that was written.`,
        instead: `See how it stands: why ${refusal.task}`,
      }
    case 'not-receiver':
      return {
        why: `${refusal.task} is not assigned to you, so its hand-off is not yours to answer.`,
        instead: `See whose it is: show ${refusal.task}`,
      }
    case 'already-received':
      return {
        why: `You have said already that ${refusal.task} reached you.`,
        instead: `When you begin: start ${refusal.task}`,
      }
    case 'no-approval-gate':
      return {
        why: `${refusal.task} needs nobody's approval.`,
        instead: 'Approvals are gates: a task has one when it is made with gate:approved:tech-lead, for instance.',
      }
    case 'approval-pending':
      return {
        why: `Approval for ${refusal.task} has been asked for already, and is not decided yet.`,
        instead: `See who has to decide: why ${refusal.task}`,
      }
    case 'no-approvers':
      return noApproversWords(refusal)
    case 'no-approval-request':
      return {
        why: `Nobody has asked for approval of ${refusal.task}.`,
        instead: `Ask for it: request ${refusal.task}`,
      }
    case 'approval-decided':
      return {
        why: `That was decided before: the request about ${refusal.task} ${OUTCOME_WORDS[refusal.verdict]}.`,
        instead: `See how it stands: why ${refusal.task}`,
      }
    case 'not-approver':
      return {
        why: `You cannot decide about ${refusal.task}: that is for its ${listed(refusal.roles.map(roleName))}.`,
        instead: `See who that is: why ${refusal.task}`,
      }
    case 'already-voted':
      return {
        why: `You have ${refusal.verdict} ${refusal.task} already.`,
        instead: `See who else has to decide: why ${refusal.task}`,
      }
    case 'own-request':
      return {
        why: `You asked for approval of ${refusal.task} yourself, and nobody approves alone what they asked for.`,
        instead: 'One of the others has to decide.',
      }
    case 'not-permitted':
      return {
        why: notPermittedWords(refusal.action, refusal.role),
        instead: 'Ask one of them to do it.',
      }
    case 'decided-by-file':
      return {
        why: `${capital(listed(refusal.settings))} of ${refusal.key} ${refusal.settings.length === 1 ? 'is' : 'are'} decided by ${refusal.path} in ${refusal.repository}.`,
        instead: `Change it there, by a pull request; or take it out of the file, and it is yours again.`,
      }
    case 'lacks':
      return lacksWords(refusal)
    case 'person-gone':
      return { why: `${refusal.name} has left the workspace.`, instead: 'Give it to somebody who is here.' }
    case 'person-not-found':
      return {
        why: `I know nobody called ${refusal.text} here.`,
        instead: 'Mention the person with @, and let them say hello to me once: help',
      }
    case 'project-not-found':
      return {
        why: `There is no project ${refusal.key} in this workspace.`,
        instead:
          refusal.known.length === 0 ? 'Make one: project new KEY "Name"' : `There are: ${refusal.known.join(', ')}.`,
      }
    case 'project-exists':
      return {
        why: `The key ${refusal.key} belongs to the project "${refusal.name}" already.`,
        instead: 'Choose another key: project new KEY "Name"',
      }
    case 'project-archived':
      return {
        why: `The project ${refusal.key} is archived, so it gets nothing new.`,
        instead: `An owner or a lead can bring it back: project restore ${refusal.key}`,
      }
    case 'last-owner':
      return {
        why: `${refusal.name} is the only owner here, and somebody has to be.`,
        instead: 'Make somebody else an owner first: people @person role:owner',
      }
    case 'repository-not-found':
      return {
        why: `I cannot see ${refusal.fullName} on GitHub.`,
        instead: 'Check the spelling (owner/name), and install the CodexFlow app on that repository.',
      }
    case 'repository-claimed':
      return {
        why: `The repository ${refusal.fullName} is connected to another workspace or project already.`,
        instead: 'Ask an owner there to disconnect it first.',
      }
    case 'may-not-write':
      return {
        why: `GitHub says that ${refusal.login} may not write to ${refusal.repository}, and nobody else here vouches for them.`,
        instead: 'Ask somebody who may. If you are in its Slack workspace, say there that this is you: link',
      }
    case 'login-not-proved':
      return {
        why: `By a lead's word alone ${refusal.login} is yours, and that is not enough to decide for others.`,
        instead: 'Prove it in Slack, or decide there: link',
      }
    case 'login-not-linked':
      return {
        why: 'I do not know your GitHub account yet, so I cannot see what you may do there.',
        instead: 'Link it first: link',
      }
    case 'login-not-admin':
      return {
        why: `GitHub says that ${refusal.login} is no admin of ${refusal.fullName}.`,
        instead: 'Ask an admin of that repository to connect it.',
      }
    case 'login-taken':
      return {
        why: `The GitHub account ${refusal.login} is linked to somebody else here.`,
        instead: 'If that is wrong, ask an owner of this workspace.',
      }
    case 'code-wrong':
      return {
        why: 'That code is unknown, used, or older than 15 minutes.',
        // Said on GitHub, where a verb alone is no command.
        instead: 'Ask for a new one in Slack: /codexflow link your-github-login',
      }
    case 'busy':
      return {
        why: `Many people are changing ${refusal.task} at this moment.`,
        instead: 'Nothing was changed. Try once more.',
      }
    default:
      return unreachable(refusal)
  }
}

function circleWords(path: readonly string[]): RefusalWords {
  const [first, ...rest] = path
  if (rest.length < 2)
    return { why: `${first} cannot wait for itself.`, instead: `Name another task: after ${first} ID` }
  return {
    why: `That would be a circle: ${first} waits for ${rest.join(', which waits for ')}.`,
    instead: `Leave this one out, or remove one of these steps first: after ${path.at(-2)} remove:${first}`,
  }
}

function insteadOfWaiting({ task, reasons }: Extract<Refusal, { kind: 'not-ready' }>): string {
  const first = reasons.find((reason) => reason.kind === 'blocker')
  if (first?.kind === 'blocker')
    return `See who is on it: show ${first.task}. I will tell the assignee when it is done.`
  return `See how it stands: why ${task}`
}

const OUTCOME_WORDS: Readonly<Record<Extract<Refusal, { kind: 'approval-decided' }>['verdict'], string>> = {
  approved: 'was approved',
  rejected: 'was rejected',
  expired: 'has expired',
  withdrawn: 'was withdrawn',
}

function noApproversWords({ task, project, roles, quorum }: Extract<Refusal, { kind: 'no-approvers' }>): RefusalWords {
  const [first] = roles
  if (first === undefined) {
    return {
      why: `${task} needs ${quorum} different people to approve it, and ${project} has too few who may, beside you.`,
      instead: `Name more of them: project settings ${project} approver-tech-lead:@person`,
    }
  }
  return {
    why: `${task} waits for approval by its ${listed(roles.map(roleName))}, and ${project} does not say who that is, other than you.`,
    instead: `Say it: project settings ${project} approver-${first}:@person`,
  }
}

function lacksWords({ task, lacks }: Extract<Refusal, { kind: 'lacks' }>): RefusalWords {
  const typed = lacks.map((lack) => (lack.label === undefined ? `${lack.kind}:…` : `${lack.kind}:"${lack.label}=…"`))
  const say = `Say it with the task: done ${task} ${typed.join(' ')}`
  return {
    why: `${capital(lackWords(lacks))}, and ${task} does not name ${lacks.length === 1 ? 'it' : 'them'} yet.`,
    instead: lacks.some(({ blocks }) => blocks) ? say : `${say}, or go on without: done ${task} missing:ok`,
  }
}
