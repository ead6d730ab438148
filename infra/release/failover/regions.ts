/** What a failover asks of the tables of both regions. Every call rejects with a `NoAccess` where a region does not answer. */
export type Regions = {
  /** The table as it stands in a region; nothing when there is none. */
  readonly table: (region: string, table: string) => Promise<TableThere | undefined>
  /** Since when the functions of a stage are kept from the table of a region (epoch milliseconds); nothing: they are not. */
  readonly boltedSince: (region: string, table: TableThere) => Promise<number | undefined>
  /** Keeps every function of the stage from the table of that region: nothing else, and not its replication. */
  readonly bolt: (region: string, table: TableThere, bolt: Bolt) => Promise<void>
  readonly unbolt: (region: string, table: TableThere) => Promise<void>
  /** Milliseconds by which what was written in `from` came late to `to`, the most of the last ten minutes; nothing: nothing was written. */
  readonly lag: (from: string, to: string, table: string) => Promise<number | undefined>
}

export type TableThere = { readonly arn: string; readonly status: string; readonly stream: string | undefined }

/** Whose roles are kept out: names that begin so; and when that was said, epoch milliseconds. */
export type Bolt = { readonly account: string; readonly roles: string; readonly at: number }
