import {humanDuration} from '../formats/duration/human-duration.js'
import {isObject, type JsonValue} from '../formats/json/value.js'
import type {KubeObject} from '../ports/kube.js'
import {renderTable} from './table.js'

const HEADER = ['Last seen', 'Type', 'Reason', 'Object', 'Message']
const WIDE = ['Source', 'First seen', 'Count', 'Name']

interface EventTable {
  /** milliseconds */
  readonly now: number
  readonly showNamespace: boolean
  readonly header?: boolean
  /** also who said it, since when, how often and the event's name */
  readonly wide?: boolean
}

/** Events as flux's table shows them. */
export function renderEvents(
  events: readonly KubeObject[],
  {now, showNamespace, header = true, wide = false}: EventTable,
): string {
  const rows = events.map((event) => {
    const {involvedObject} = event
    const object = isObject(involvedObject) ? `${String(involvedObject.kind)}/${String(involvedObject.name)}` : ''
    const row = [lastSeen(event, now), String(event.type ?? ''), String(event.reason ?? ''), object, messageOf(event)]
    if (wide) row.push(...wideCells(event, now))
    return showNamespace ? [event.metadata.namespace ?? '', ...row] : row
  })
  const titles = [...(showNamespace ? ['Namespace'] : []), ...HEADER, ...(wide ? WIDE : [])]
  return renderTable(header ? titles : undefined, rows)
}

function wideCells({metadata, source, reportingComponent, count, eventTime, firstTimestamp}: KubeObject, now: number): string[] {
  const component = isObject(source) ? source['component'] : undefined
  const who = String(reportingComponent || component || '')
  return [who, age(eventTime || firstTimestamp, now), String(count ?? 1), metadata.name ?? '']
}

const messageOf = ({message}: KubeObject) => String(message ?? '')

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
