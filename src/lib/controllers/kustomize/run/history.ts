import {formatDuration} from '../../../formats/duration/duration.js'
import type {JsonObject, JsonValue} from '../../../formats/json/value.js'
import {type Draft, formatTime} from '../../runtime/conditions.js'

const MOST = 5

export interface HistoryRecord {
  /** `sha256:<hex>` of the built YAML */
  readonly digest: string
  /** reason of Ready */
  readonly status: string
  /** milliseconds */
  readonly duration: number
  readonly metadata: {readonly revision: string; readonly originRevision?: string}
}

/** Records a run: the entry of the same digest and status is counted up and moved to the front, else a new one put there. */
export function recordHistory(draft: Draft, now: number, record: HistoryRecord): void {
  const history = Array.isArray(draft.status.history) ? (draft.status.history as JsonValue[] as JsonObject[]) : []
  const same = (entry: JsonObject) => entry.digest === record.digest && entry.lastReconciledStatus === record.status
  const old = history.find(same)
  const entry: JsonObject = {
    digest: record.digest,
    firstReconciled: old?.firstReconciled ?? formatTime(now),
    lastReconciled: formatTime(now),
    lastReconciledDuration: formatDuration(record.duration),
    lastReconciledStatus: record.status,
    metadata: {...record.metadata},
    totalReconciliations: Number(old?.totalReconciliations ?? 0) + 1,
  }
  draft.status.history = [entry, ...history.filter((item) => !same(item))].slice(0, MOST)
}
