import {isObject, type JsonObject, type JsonValue} from '../../src/lib/formats/json/value.js'
import type {Bindings} from './bindings.js'
import {type Difference, differences, inOrder, objectKey, paired} from './compare.js'
import type {RecordedEvent, Snapshot} from './format.js'

export interface CompareState {
  readonly bindings: Bindings
  /** the events of the scenario so far */
  readonly seen: Set<string>
  /** commits have the ids of the recording: then the archives are the same too */
  readonly sameCommits: boolean
}

/** Differences between a recorded and an actual snapshot. */
export function compareSnapshot(expected: Snapshot, actual: Snapshot, state: CompareState): Difference[] {
  const {bindings, seen} = state
  // Artifacts first: they bind the digests that objects and events name.
  return [
    ...compareFlux(expected.flux, actual.flux, bindings),
    ...paired(
      expected.objects.map((object) => bindings.fillAll(object)),
      actual.objects,
      objectKey,
      (want, have, key) => compareObject(want, have, bindings, key),
    ),
    ...compareArtifacts(expected.artifacts, actual.artifacts, bindings, state.sameCommits),
    ...compareEvents(expected.events, actual.events, bindings, seen),
    ...compareNotifications(expected.notifications, actual.notifications, state),
    ...compareExtra(expected.extra, actual.extra, bindings),
  ]
}

function compareFlux(expected: readonly JsonObject[], actual: readonly JsonObject[], bindings: Bindings): Difference[] {
  return paired(expected, actual, objectKey, (want, have, key) => {
    if (!want || !have) return [{path: key, expected: want && 'present', actual: have && 'present'}]
    const {managers: wantManagers, ...wanted} = want
    const {managers: haveManagers, ...got} = have
    const lists = [wantManagers, haveManagers].map((list) => (list ?? []) as JsonObject[])
    return [
      ...differences(sized(wanted), sized(got), bindings, key, key),
      ...differences(ordered(lists[0]!), ordered(lists[1]!), bindings, key, `${key} managers`),
    ]
  })
}

/** Go's gzip and node's come to different sizes: only that there is one counts (README of the recordings). */
function sized(object: JsonObject): JsonObject {
  const status = object['status']
  if (!isObject(status)) return object
  const clean = (artifact: JsonValue | undefined): JsonValue | undefined =>
    isObject(artifact) ? {...artifact, size: Number(artifact['size']) > 0} : artifact
  const included = status['includedArtifacts']
  return {
    ...object,
    status: {
      ...status,
      ...(status['artifact'] === undefined ? {} : {artifact: clean(status['artifact'])}),
      ...(Array.isArray(included) ? {includedArtifacts: included.map((item) => clean(item) ?? null)} : {}),
    },
  }
}

/** The server orders entries by their time in seconds, then by name: the recorder's seconds are not ours. */
function ordered(entries: readonly JsonObject[]): JsonObject[] {
  const keyOf = ({manager, operation, apiVersion, subresource}: JsonObject) =>
    JSON.stringify([operation, manager, apiVersion, subresource ?? ''])
  return [...entries].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

function compareObject(
  want: JsonObject | undefined,
  have: JsonObject | undefined,
  bindings: Bindings,
  key: string,
): Difference[] {
  if (!want || !have) return [{path: key, expected: want && 'present', actual: have && 'present'}]
  if (want['absent'] || have['absent'])
    return want['absent'] === have['absent'] || isLeaving(want)
      ? []
      : [{path: key, expected: want['absent'] ? 'absent' : 'present', actual: have['absent'] ? 'absent' : 'present'}]
  const {managedFields: wantFields, ...wanted} = want
  const {managedFields: haveFields, ...got} = have
  return [
    ...differences(wanted, got, bindings, key, key),
    ...paired(
      ordered((wantFields ?? []) as JsonObject[]),
      ordered((haveFields ?? []) as JsonObject[]),
      ({manager, operation, subresource}) => [manager, operation, subresource ?? ''].join(' '),
      (a, b, name) => differences(a, b, bindings, key, `${key} managedFields(${name})`),
    ),
  ]
}

/** A namespace takes as long to go as its controller needs: gone is as good as going. */
function isLeaving(object: JsonObject): boolean {
  return object['kind'] === 'Namespace' && (object['metadata'] as JsonObject)['deletionTimestamp'] !== undefined
}

function compareArtifacts(
  expected: Snapshot['artifacts'],
  actual: Snapshot['artifacts'],
  bindings: Bindings,
  sameCommits: boolean,
): Difference[] {
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)])
  return [...keys].flatMap((key) => {
    const [want, have] = [expected[key], actual[key]].map(
      (facts) => facts && (sameCommits ? compressed(facts) : {...compressed(facts), tarSha256: 'another commit'}),
    )
    return differences(want, have, bindings, key, `artifacts ${key}`)
  })
}

/** What only tells which compressor was at work is left out. */
function compressed({gzipBytes: _bytes, gzipHeader, ...facts}: JsonObject): JsonObject {
  // The last two bytes (extra flags, operating system) are the compressor's.
  return {...facts, gzipHeader: typeof gzipHeader === 'string' ? gzipHeader.slice(0, 16) : gzipHeader}
}

/**
 * Order, texts, annotations and sources of events. An event that repeats (a retry) may come once or often: how
 * often and in which snapshot depends on the recorder's timing, so only its first appearance counts. Order counts
 * per object: how runs over several objects overlap is timing too.
 */
function compareEvents(
  expected: readonly RecordedEvent[],
  actual: readonly RecordedEvent[],
  bindings: Bindings,
  seen: Set<string>,
): Difference[] {
  const wanted = fresh(bindings.fillAll([...expected]), seen, 'recorded')
  const got = fresh(actual, seen, 'actual')
  return alignEvents(
    byObject(wanted, (event) => event.object),
    byObject(got, (event) => event.object),
    bindings,
  )
}

/** Grouped by object; within one, the order stays. */
function byObject<T>(items: readonly T[], objectOf: (item: T) => string): T[] {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(objectOf(item), [...(groups.get(objectOf(item)) ?? []), item])
  return [...groups.keys()].sort().flatMap((key) => groups.get(key) ?? [])
}

function fresh(events: readonly RecordedEvent[], seen: Set<string>, side: string): RecordedEvent[] {
  const last = new Map<string, string>()
  return events.filter((event) => {
    const id = `${side} ${JSON.stringify([event.object, event.type, event.reason, repeatable(event.message)])}`
    const first = !seen.has(id)
    // One that only counts up from the one before says no more than that there was another try.
    const again = event.count > 1 && last.get(event.object) === id
    seen.add(id)
    last.set(event.object, id)
    return (first || !isRetry(event)) && !again
  })
}

/** A message without what differs each time it is said: durations (the recording has a placeholder) and order in lists. */
function repeatable(message: string): string {
  return inOrder(message).replace(/\b(?:\d+h)?(?:\d+m)?\d+(?:\.\d+)?(?:s|ms|µs|ns)\b/g, '<duration>')
}

/** What is said again for as long as nothing helps. */
function isRetry(event: RecordedEvent): boolean {
  return event.type === 'Warning' || /retrying in/.test(event.message)
}

function alignEvents(expected: readonly RecordedEvent[], actual: readonly RecordedEvent[], bindings: Bindings): Difference[] {
  const plain = ({count: _count, ...event}: RecordedEvent): JsonObject => ({...event, message: event.message})
  if (expected.length === actual.length) {
    return expected.flatMap((event, index) =>
      differences(plain(event), plain(actual[index]!), bindings, 'events', `events[${index}]`),
    )
  }
  const brief = (events: readonly RecordedEvent[]) =>
    events.map(({object, type, reason, message}) => `${type} ${reason} ${object} ${message}`)
  return [{path: 'events', expected: brief(expected), actual: brief(actual)}]
}

function compareNotifications(
  expected: readonly JsonObject[],
  actual: readonly JsonObject[],
  {bindings, seen}: CompareState,
): Difference[] {
  const clean = (list: readonly JsonObject[], side: string) => {
    const kept = list.map(withoutVersion).filter((item) => {
      const id = `${side} ${JSON.stringify([item['involvedObject'], item['severity'], item['reason'], repeatable(String(item['message']))])}`
      const first = !seen.has(id)
      seen.add(id)
      return first || !(item['severity'] === 'error' || /retrying in/.test(String(item['message'])))
    })
    return byObject(kept, (item) => objectOfNotification(item))
  }
  const want = clean(bindings.fillAll([...expected]), 'recorded post')
  const have = clean(actual, 'actual post')
  if (want.length === have.length)
    return want.flatMap((item, index) => differences(item, have[index], bindings, 'notifications', `notifications[${index}]`))
  const brief = (list: readonly JsonObject[]) => list.map(({severity, reason, message}) => `${severity} ${reason} ${message}`)
  return [{path: 'notifications', expected: brief(want), actual: brief(have)}]
}

function objectOfNotification(item: JsonObject): string {
  const involved = isObject(item['involvedObject']) ? item['involvedObject'] : {}
  return [involved['kind'], involved['namespace'] ?? '', involved['name']].join('/')
}

/** The recordings leave out the version of the object at that moment. */
function withoutVersion(item: JsonObject): JsonObject {
  if (!isObject(item['involvedObject'])) return item
  const {resourceVersion: _version, ...involvedObject} = item['involvedObject']
  return {...item, involvedObject}
}

/** What the recorder measured besides and what can be measured here; request counts depend on timing and client. */
function compareExtra(expected: JsonObject | undefined, actual: JsonObject | undefined, bindings: Bindings): Difference[] {
  return ['storageFolderExists', 'namespaceFolderExists']
    .filter((key) => expected?.[key] !== undefined)
    .flatMap((key) => differences(expected?.[key], actual?.[key], bindings, 'extra', `extra.${key}`))
}
