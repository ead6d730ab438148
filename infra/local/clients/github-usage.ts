/** What `npm run github -- --help` says: every verb with what it takes. */
export const GITHUB_USAGE = `npm run github -- <verb> …   be somebody of the team on GitHub (amy, unless --as says who)

open owner/repo --title "…" [--body "…"] [--branch UAPI-1-lambda] [--file path=local]   opens a pull request
push owner/repo --file .github/codexflow.yml=local.yml [--message "Completes UAPI-1"]   commits that file to the default branch; path= takes it away
merge owner/repo#12              merges it                 revert owner/repo#12   opens the pull request that takes it back
check owner/repo#12 failure [name]   a check ends: ${'success, failure, cancelled, timed_out, …'}
status owner/repo#12 failure [name]  a commit status is set: success, failure, error, pending
deploy owner/repo[#12] [--env production] [--state success] [--sha 1a2b3c] [--url https://…] [--log https://…]
                                 deploys the default branch, the pull request or the commit; states: success, failure, error, in_progress, inactive
                                 --before: what was there before that pull request, which rolls it back
release owner/repo v1.2.0 [--sha 1a2b3c]                   publishes a release
edit owner/repo#12 [--title "…"] [--body "…"]              push owner/repo#12     gives it a new head commit
close owner/repo#12              reopen owner/repo#12      also for issues
issue owner/repo --title "…" [--body "…"] [--label …]      opens an issue
assign owner/repo#7 devi         label owner/repo#7 codexflow
block owner/repo#7 owner/repo#8  the first is blocked by the other; unblock: not any more
part owner/repo#7 owner/repo#8   the other becomes a sub-issue of the first
comment owner/repo#1 "text"
show owner/repo#1                prints it with its checks and comments
list owner/repo                  prints its issues and pull requests, the newest first

--as devi   --json   \\n in a text begins a new line.
Prints what GitHub did, and whatever CodexFlow tells anybody in consequence.`
