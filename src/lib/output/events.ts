import {humanDuration} from '../formats/duration/human-duration.js'
import {isObject, type JsonValue} from '../formats/json/value.js'
import type {KubeObject} from '../ports/kube.js'
import {renderTable} from './table.js'

const HEADER = ['Last seen', 'Type', 'Reason', 'Object', 'Message']

/** Events as flux's table shows them; `now` in milliseconds. */
export function renderEvents(
  events: readonly KubeObject[],
  {now, showNamespace, header = true}: {now: number; showNamespace: boolean; header?: boolean},
): string {
  const rows = events.map((event) => {
    const {involvedObject} = event
    const object = isObject(involvedObject) ? `${String(involvedObject.kind)}/${String(involvedObject.name)}` : ''
    const row = [lastSeen(event, now), String(event.type ?? ''), String(event.reason ?? ''), object, messageOf(event)]
    return showNamespace ? [event.metadata.namespace ?? '', ...row] : row
  })
  return renderTable(header ? (showNamespace ? ['Namespace', ...HEADER] : HEADER) : undefined, rows)
}

const messageOf = ({message}: KubeObject) => String(message ?? '').trim()

/** `12h`, or `150m (x7 over 25h)` for what came several times. */
function lastSeen({series, count, eventTime, firstTimestamp, lastTimestamp}: KubeObject, now: number): string {
  const first = age(eventTime || firstTimestamp, now)
  if (isObject(series)) return `${age(series.lastObservedTime, now)} (x${Number(series.count ?? 0)} over ${first})`
  return Number(count ?? 0) > 1 ? `${age(lastTimestamp, now)} (x${Number(count)} over ${first})` : first
}

function age(time: JsonValue | undefined, now: number): string {
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN
  return Number.isNaN(at) ? '<unknown>' : humanDuration(now - at)
}
