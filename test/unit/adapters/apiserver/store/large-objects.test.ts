import {describe, expect, it} from 'vitest'
import {Collection} from '../../../../../src/lib/adapters/apiserver/store/collection.js'
import {roughSize} from '../../../../../src/lib/adapters/apiserver/store/rough-size.js'
import type {KubeObject} from '../../../../../src/lib/ports/kube.js'
import {startTestServer} from '../harness.js'

const MAPS = '/api/v1/namespaces/default/configmaps'
const mapOf = (text: string): KubeObject => ({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}, data: {text}})

/** Revisions that a collection still knows after `count` changes of one object. */
function remembered(count: number, text: string): number {
  const collection = new Collection(0)
  const now = mapOf(text)
  for (let revision = 1; revision <= count; revision++) {
    collection.apply({revision, at: 0, key: 'default/a', old: revision === 1 ? undefined : now, now})
  }
  return count - collection.floor
}

describe('large objects', () => {
  it('are measured by a sample', () => {
    const objects = [...Array(1000).keys()].map((index) => mapOf('x'.repeat(index)))
    const size = roughSize(objects, 500, (object) => object)
    expect(size).toBeGreaterThan(500 * 500)
    expect(size).toBeLessThan(500 * 1300)
    expect(roughSize(objects, 0, (object) => object)).toBe(0)
  })

  it('are remembered for less long than small ones', () => {
    expect(remembered(2048, 'small')).toBe(2048)
    // one megabyte each, the same text
    const large = remembered(2048, 'x'.repeat(1 << 20))
    expect(large).toBeGreaterThan(100)
    expect(large).toBeLessThan(600)
  })

  it('cut off a reader that does not read, which can watch again', async () => {
    const server = await startTestServer()
    await server.create(MAPS, {...mapOf('')})
    const opened = await server.transport.watch({method: 'GET', path: MAPS, query: {watch: 'true'}})
    if (!('events' in opened)) throw new Error('refused')
    const reader = opened.events[Symbol.asyncIterator]()
    const first = await reader.next()
    expect(first.done).toBe(false)
    const text = 'y'.repeat(1_000_000)
    for (let round = 0; round < 300; round++) await server.merge(`${MAPS}/a`, {data: {text, round: String(round)}})
    let read = 0
    for (let next = await reader.next(); next.done !== true; next = await reader.next()) read++
    expect(read).toBeLessThan(300)
    const again = await server.transport.watch({method: 'GET', path: MAPS, query: {watch: 'true'}})
    expect('events' in again).toBe(true)
    if ('events' in again) await again.events[Symbol.asyncIterator]().return?.()
    await server.close()
  })
})
