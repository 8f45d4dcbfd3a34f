import {describe, expect, it} from 'vitest'
import {healthAnswer} from '../../../../../src/lib/adapters/apiserver/discovery/health.js'
import type {Change} from '../../../../../src/lib/adapters/apiserver/store/collection.js'
import {LevelJournal} from '../../../../../src/lib/adapters/apiserver/store/level-journal.js'
import {Store} from '../../../../../src/lib/adapters/apiserver/store/store.js'
import {createTasks} from '../../../../../src/lib/adapters/system/tasks.js'
import type {KubeObject} from '../../../../../src/lib/ports/kube.js'

type Operation = {type: 'put'; key: string; value: string} | {type: 'del'; key: string}

/** A disk that takes nothing while it is `full`; what it tears stays behind, as a log's end may. */
class Disk {
  readonly kept = new Map<string, string>()
  full = false
  torn = false
  async open() {}
  async close() {}
  async get(key: string) {
    return this.kept.get(key)
  }
  async put(key: string, value: string) {
    this.kept.set(key, value)
  }
  async batch(operations: Operation[]) {
    if (this.full && !this.torn) throw new Error('No space left on device')
    for (const one of operations) {
      if (one.type === 'put') this.kept.set(one.key, one.value)
      else this.kept.delete(one.key)
    }
    if (this.full) throw new Error('No space left on device')
  }
  async *iterator() {
    yield* [...this.kept].filter(([key]) => key.startsWith('o!')) as [string, string][]
  }
}

function open(disk: Disk) {
  return new Store(() => 0, new LevelJournal(disk, createTasks()))
}

const object = (name: string, value: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {name, uid: name},
  data: {value},
})
const names = (store: Store) => store.collection('/configmaps').sortedKeys()
const dataOf = (store: Store, name: string) =>
  (store.collection('/configmaps').get(`/${name}`)?.['data'] as {value: string} | undefined)?.value

describe('writes that the disk refuses', () => {
  it.each([false, true])('are taken back with those that came after them (torn: %s)', async (torn) => {
    const disk = new Disk()
    disk.torn = torn
    const store = open(disk)
    store.put('/configmaps', '/a', object('a', '1'))
    store.put('/configmaps', '/b', object('b', '1'))
    await store.settled()
    disk.full = true
    const told: Change[] = []
    store.collection('/configmaps').subscribe((change) => told.push(change))
    store.put('/configmaps', '/a', object('a', '2'))
    store.put('/configmaps', '/a', object('a', '3'))
    store.put('/configmaps', '/c', object('c', '1'))
    store.remove('/configmaps', '/b')
    await store.settled()
    expect(store.refusals).toBe(1)
    expect(names(store)).toEqual(['/a', '/b'])
    expect([dataOf(store, 'a'), dataOf(store, 'b')]).toEqual(['1', '1'])
    expect(told.filter(({refused}) => refused !== true)).toEqual([])
    expect(told).toHaveLength(8)
    expect(() => store.put('/configmaps', '/d', object('d', '1'))).toThrow('No space left on device')
    expect(() => store.remove('/configmaps', '/a')).toThrow('No space left on device')
    await store.ready()
    expect(store.failure).toBeInstanceOf(Error)
    disk.full = false
    await store.ready()
    expect(store.failure).toBeUndefined()
    store.put('/configmaps', '/d', object('d', '1'))
    await store.settled()
    // what a restart finds
    const again = new Store(() => 0)
    await new LevelJournal(disk, createTasks()).load(again)
    expect(names(again)).toEqual(['/a', '/b', '/d'])
    expect(dataOf(again, 'a')).toBe('1')
    expect(store.refusals).toBe(1)
  })

  it('make the health checks fail', () => {
    const ask = (path: string, fault: boolean) => {
      const query = new Map<string, string[]>()
      return healthAnswer({method: 'GET', path, query, headers: {}, body: undefined}, path.split('/').slice(1), fault)
    }
    expect(ask('/readyz', false)).toMatchObject({response: {status: 200, body: 'ok'}})
    expect(ask('/readyz', true)).toMatchObject({
      response: {status: 500, body: expect.stringMatching(/\[-\]etcd failed: reason withheld\n[\s\S]*readyz check failed\n$/)},
    })
    expect(ask('/readyz/etcd', true)).toMatchObject({response: {status: 500}})
    expect(ask('/readyz/ping', true)).toMatchObject({response: {status: 200}})
  })
})
