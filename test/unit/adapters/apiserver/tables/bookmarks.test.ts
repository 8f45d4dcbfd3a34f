import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {KubeObject, WatchEvent} from '../../../../../src/lib/ports/kube.js'
import {startTestServer, type TestServer} from '../harness.js'

/** Recorded by scripts/record-bookmarks.ts. */
const fixture = join(import.meta.dirname, '../../../../fixtures/tables/bookmarks.json')
const recorded = JSON.parse(readFileSync(fixture, 'utf8')) as Record<string, unknown[]>

describe('bookmarks in watches of Tables', () => {
  let api: TestServer
  beforeAll(async () => {
    api = await startTestServer()
  })
  afterAll(() => api.server.close())

  async function first(path: string, more: Record<string, string> = {}): Promise<WatchEvent> {
    const controller = new AbortController()
    const query = {watch: '1', allowWatchBookmarks: 'true', labelSelector: 'none=none', ...more}
    const headers = {accept: 'application/json;as=Table;v=v1;g=meta.k8s.io'}
    const opened = await api.transport.watch({method: 'GET', path, query, headers, signal: controller.signal})
    if ('response' in opened) throw new Error(JSON.stringify(opened.response.body))
    for await (const event of opened.events) {
      controller.abort()
      return event
    }
    throw new Error('no event')
  }

  it.each(Object.keys(recorded))('%s', async (path) => {
    const {type, object} = (await first(path)) as unknown as {type: string; object: {rows: {cells: unknown[]}[]}}
    expect([type, object.rows[0]!.cells]).toEqual(['BOOKMARK', recorded[path]])
  })

  it('tell what they are when no objects are asked for, too', async () => {
    const event = (await first('/api/v1/pods', {includeObject: 'None'})) as unknown as {object: {rows: {object: KubeObject}[]}}
    expect(event.object.rows[0]!.object).toMatchObject({
      kind: 'PartialObjectMetadata',
      metadata: {annotations: {'k8s.io/initial-events-end': 'true'}},
    })
  })
})
