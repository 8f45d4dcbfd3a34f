import {describe, expect, it} from 'vitest'
import {progressText} from '../../../src/lib/actions/progress-text.js'
import {apiVersionOf, KINDS} from '../../../src/lib/kinds/registry.js'

const object = (kind: string, more: object = {}, metadata: object = {}) => {
  const apiVersion = apiVersionOf(KINDS.find((row) => row.kind === kind)!)
  return {apiVersion, kind, metadata: {name: 'a', namespace: 'apps', generation: 2, ...metadata}, ...more}
}
const condition = (type: string, message: string) => ({type, status: 'Unknown', reason: 'Progressing', message})

describe('what the spinner says of an object', () => {
  it('is that a controller has yet to see it, but for kinds that none reports on', () => {
    const said = KINDS.map(({kind}) => [kind, progressText(object(kind))])
    const expected = KINDS.map(({kind}) => {
      const text = ['Alert', 'Provider'].includes(kind) ? 'nothing to wait for' : 'its controller has not seen it yet'
      return [kind, `${kind} apps/a: ${text}`]
    })
    expect(said).toEqual(expected)
    expect(progressText(object('HelmRepository', {spec: {type: 'oci'}}))).toBe('HelmRepository apps/a: nothing to wait for')
  })

  it('is what the controller says, in one line', () => {
    const conditions = [condition('Ready', 'old'), condition('Reconciling', 'building\nmore')]
    expect(progressText(object('Kustomization', {status: {observedGeneration: 2, conditions}}))).toBe(
      'Kustomization apps/a: building',
    )
    expect(progressText(object('Kustomization', {status: {observedGeneration: 2}}))).toBe('Kustomization apps/a: in progress')
    expect(progressText(object('Alert', {status: {conditions: [condition('Ready', 'old')]}}))).toBe('Alert apps/a: old')
  })

  it('is that it goes away', () => {
    const deletionTimestamp = '2026-01-01T00:00:00Z'
    for (const kind of ['Alert', 'Kustomization'])
      expect(progressText(object(kind, {}, {deletionTimestamp}))).toBe(`${kind} apps/a: it is being deleted`)
  })
})
