import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {JsonObject} from '../../src/lib/formats/json/value.js'
import {createBindings} from './bindings.js'
import {compareSnapshot} from './compare-snapshot.js'
import {loadScenarios, type Snapshot} from './format.js'
import {runScenarios} from './run-scenarios.js'

const SCENARIO = join(import.meta.dirname, '../corpus/controllers/ks-plain')

type Both = {first: Snapshot; again: Snapshot}

/** One replay, and what the comparison says when the recording says something else. */
async function replay(): Promise<(change: (snapshots: Both) => void) => string[]> {
  const [scenario] = loadScenarios(SCENARIO)
  const [result] = await runScenarios({folder: SCENARIO, on: 'embedded'})
  const {actual} = result!
  return (change) => {
    const expected = structuredClone(scenario!.snapshots) as unknown as Both
    change(expected)
    const bindings = createBindings()
    for (const [placeholder, value] of actual!.known) bindings.set(placeholder, value)
    const seen = new Set<string>()
    return (['first', 'again'] as const).flatMap((name) =>
      compareSnapshot(expected[name], actual!.snapshots[name]!, {bindings, seen, sameCommits: true}).map(
        ({path}) => `${name}: ${path}`,
      ),
    )
  }
}

const flux = (snapshot: Snapshot) => snapshot.flux[1] as {metadata: JsonObject; status: JsonObject; managers: JsonObject[]}
const conditions = (snapshot: Snapshot) => flux(snapshot).status['conditions'] as JsonObject[]
const APP = 'Kustomization/ks-plain/app'

describe('the scenario runner', async () => {
  const differencesAfter = await replay()

  it('finds nothing when the recording is as it is', () => {
    expect(differencesAfter(() => {})).toEqual([])
  })

  it.each<[string, string, (snapshots: Both) => void]>([
    ['a message', `first: ${APP}.status.conditions[0].message`, ({first}) => (conditions(first)[0]!['message'] += '.')],
    ['a generation', `again: ${APP}.metadata.generation`, ({again}) => (flux(again).metadata['generation'] = 2)],
    ['a field that is not there', `first: ${APP}.status.extra`, ({first}) => (flux(first).status['extra'] = 1)],
    ['a manager', `first: ${APP} managers`, ({first}) => (flux(first).managers[1]!['manager'] = 'flux')],
    [
      'the order of the inventory',
      `first: ${APP}.status.inventory.entries[0].id`,
      ({first}) => ((flux(first).status['inventory'] as JsonObject)['entries'] as JsonObject[]).reverse(),
    ],
    [
      'that an object was written again',
      'again: ConfigMap/ks-plain/item.metadata.resourceVersion',
      ({again}) => ((again.objects[0]!['metadata'] as JsonObject)['resourceVersion'] = '<rv:2>'),
    ],
    [
      'that an object was created anew',
      'again: ConfigMap/ks-plain/item.metadata.uid',
      ({again}) => ((again.objects[0]!['metadata'] as JsonObject)['uid'] = '<uid:99>'),
    ],
    [
      'an owned field',
      'first: ConfigMap/ks-plain/item managedFields(kustomize-controller Apply ).fieldsV1.f:data.f:size',
      ({first}) => {
        const [entry] = first.objects[0]!['managedFields'] as {fieldsV1: JsonObject}[]
        entry!.fieldsV1['f:data'] = {'f:colour': {}, 'f:size': {}}
      },
    ],
    ['that an object is gone', 'again: ConfigMap/ks-plain/one', ({again}) => (again.objects[1]!['absent'] = true)],
    [
      'the content of an artifact',
      'artifacts GitRepository/ks-plain/app.tarSha256',
      ({first}) => (first.artifacts['GitRepository/ks-plain/app']!['tarSha256'] = '0'.repeat(64)),
    ],
    [
      'the files of the store',
      'artifacts GitRepository/ks-plain/app.storageFolder[2]',
      ({first}) => (first.artifacts['GitRepository/ks-plain/app']!['storageFolder'] as string[]).push('other.tar.gz'),
    ],
    ['an event', 'first: events', ({first}) => first.events.pop()],
    [
      'the order of events',
      'first: events[1].reason',
      ({first}) => ([first.events[1], first.events[2]] = [first.events[2]!, first.events[1]!]),
    ],
    ['an annotation of an event', 'first: events[0].annotations', ({first}) => (first.events[0]!.annotations = null)],
    ['a post', 'first: notifications[0].severity', ({first}) => (first.notifications[0]!['severity'] = 'error')],
  ])('notices %s', (_, path, change) => {
    expect(differencesAfter(change).filter((difference) => difference.includes(path))).not.toEqual([])
  })

  it('binds a numbered placeholder once, and no two of them to one value', () => {
    const bindings = createBindings()
    const [a, b] = ['0a1b2c3d-0000-4000-8000-000000000001', '0a1b2c3d-0000-4000-8000-000000000002']
    expect(bindings.matches('<uid:1>', a!, '')).toBe(true)
    expect(bindings.matches('<uid:1>', a!, '')).toBe(true)
    expect(bindings.matches('<uid:1>', b!, '')).toBe(false)
    expect(bindings.matches('<uid:2>', a!, '')).toBe(false)
    expect(bindings.matches('<uid:2>', b!, '')).toBe(true)
    expect(bindings.matches('<rv:1>', '7', 'one')).toBe(true)
    expect(bindings.matches('<rv:1>', '9', 'two')).toBe(true)
    expect(bindings.matches('<rv:1>', '9', 'one')).toBe(false)
  })

  it('knows what may stand for times, durations and folders, and takes the rest literally', () => {
    const bindings = createBindings()
    bindings.set('<git-server>', '127.0.0.1:8080')
    expect(bindings.matches('at <time>', 'at 2026-11-25T00:00:00Z', '')).toBe(true)
    expect(bindings.matches('at <time>', 'at noon', '')).toBe(false)
    for (const text of ['1.5s', '176.163666ms', '10m0s', '1h0m0s', '12.3µs'])
      expect(bindings.matches('in <duration>!', `in ${text}!`, '')).toBe(true)
    expect(bindings.matches('in <duration>!', 'in 5 minutes!', '')).toBe(false)
    expect(bindings.matches('stat <tmp>/a.yaml: no', 'stat /artifact/a.yaml: no', '')).toBe(true)
    expect(bindings.matches('http://<git-server>/x (a+)', 'http://127.0.0.1:8080/x (a+)', '')).toBe(true)
    expect(bindings.matches('got <nil>', 'got <nil>', '')).toBe(true)
    expect(bindings.matches('got <nil>', 'got nothing', '')).toBe(false)
  })
})
