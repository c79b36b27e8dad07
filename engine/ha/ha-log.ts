/** What replication needs of a commit log. */
import type { CommitLog } from '../store/commit-log.ts'

export type HaLog = Pick<
  CommitLog,
  'fileBytes' | 'minOffset' | 'hotOffset' | 'writtenOffset' | 'appendedOffset' | 'ring' | 'readLater' | 'appendRaw'
>
