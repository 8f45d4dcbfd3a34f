import {expect, it} from 'vitest'
import {seededRandom} from '../../../../src/lib/adapters/system/random.js'
import {offlineCapabilities} from '../../../../src/lib/engines/helm/index.js'
import type {Blocking} from '../../../../src/lib/ports/blocking.js'
import {releaseTasks} from '../../../../src/lib/render/helm/release-task.js'

it('runs templates where an interrupt ends the process, and nothing else', async () => {
  const outcomes: string[] = []
  const blocking: Blocking = (action) => {
    try {
      return action(() => undefined)
    } catch (error) {
      outcomes.push((error as Error).message)
      throw error
    }
  }
  const chart = {
    metadata: {apiVersion: 'v2', name: 'c', version: '1.0.0'},
    ...{lock: undefined, values: {}, rawValues: undefined, schema: undefined, files: [], dependencies: []},
    templates: [{name: 'templates/a.yaml', data: Buffer.from('a: {{ fail "here" }}\n')}],
  }
  const release = {
    ...{apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', metadata: {name: 'app', namespace: 'apps'}},
    spec: {interval: '5m'},
  }
  const task = {release, chart, config: {}, capabilities: offlineCapabilities(), revision: 1, now: 0}
  await expect(releaseTasks(seededRandom(1), blocking)['helm-release'](task)).rejects.toThrow('here')
  expect(outcomes).toEqual([expect.stringContaining('execution error at (c/templates/a.yaml:1:6): here')])
})
