import {describe, expect, it} from 'vitest'
import type {JsonObject} from '../../../src/lib/formats/json/value.js'
import {kindRow} from '../../../src/lib/kinds/registry.js'
import {typedForm} from '../../../src/lib/kinds/typed-form.js'

const typed = (kind: string, spec: JsonObject) =>
  typedForm(kindRow(kind)!).spec({apiVersion: 'x/v1', kind, metadata: {name: 'x', namespace: 'y'}, spec})

describe('spec as Go types print it', () => {
  it('writes durations in their canonical form, wherever they stand', () => {
    expect(
      typed('HelmRelease', {interval: '60m', timeout: '90s', install: {timeout: '1h0m', remediation: {retries: 3}}}),
    ).toEqual({interval: '1h0m0s', timeout: '1m30s', install: {timeout: '1h0m0s', remediation: {retries: 3}}})
    expect(typed('GitRepository', {interval: '1m', timeout: '60s', url: 'https://x'})).toEqual({
      ...{interval: '1m0s', timeout: '1m0s', url: 'https://x'},
    })
  })

  it('leaves out optional zero values and keeps required and explicit ones', () => {
    expect(
      typed('Kustomization', {
        interval: '1m',
        prune: false,
        suspend: false,
        force: false,
        path: '',
        dependsOn: [],
        sourceRef: {},
      }),
    ).toEqual({interval: '1m0s', prune: false, sourceRef: {}})
    expect(typed('HelmRelease', {interval: '1m', upgrade: {remediation: {remediateLastFailure: false, retries: 0}}})).toEqual({
      ...{interval: '1m0s', upgrade: {remediation: {remediateLastFailure: false}}},
    })
  })

  it('keeps what Go holds by pointers: nothing said is not the same as zero', () => {
    const install = {serverSideApply: false, replace: false}
    expect(typed('HelmRelease', {interval: '1m', install, maxHistory: 0, test: {enable: false, filters: []}})).toEqual({
      ...{interval: '1m0s', install: {serverSideApply: false}, maxHistory: 0, test: {filters: []}},
    })
    expect(typed('GitRepository', {interval: '1m', url: 'x', ignore: ''})).toEqual({interval: '1m0s', url: 'x', ignore: ''})
    // a list there
    expect(typed('Kustomization', {interval: '1m', prune: true, ignore: []})).toEqual({interval: '1m0s', prune: true})
  })

  it('drops defaults of the CRD that are zero, and empty maps', () => {
    const substituteFrom = [{kind: 'Secret', name: 'vars', optional: false}]
    const commonMetadata = {labels: {}, annotations: {a: ''}}
    expect(
      typed('Kustomization', {interval: '1m', prune: true, commonMetadata, postBuild: {substitute: {}, substituteFrom}}),
    ).toEqual({
      ...{interval: '1m0s', prune: true, commonMetadata: {annotations: {a: ''}}},
      postBuild: {substituteFrom: [{kind: 'Secret', name: 'vars'}]},
    })
  })

  it('prints what Go always prints', () => {
    expect(typed('ImagePolicy', {filterTags: {extract: '$v'}})).toEqual({filterTags: {extract: '$v', pattern: ''}})
    expect(typed('HelmRepository', {url: 'oci://x', type: 'oci'})).toEqual({interval: '0s', url: 'oci://x', type: 'oci'})
    expect(typed('ImageRepository', {image: '', interval: '1m'})).toEqual({interval: '1m0s'})
  })

  it('reads a status the same way: empty texts, lists and counters go, times of a release stay', () => {
    const status = (kind: string, value: JsonObject) =>
      typedForm(kindRow(kind)!).status({apiVersion: 'x/v1', kind, metadata: {name: 'x'}, status: value})
    const release = {name: '', version: 0, testHooks: {a: {phase: '', lastStarted: 't'}}}
    expect(
      status('HelmRelease', {failures: 0, conditions: [], history: [release], lastAttemptedReleaseActionDuration: '90s'}),
    ).toEqual({
      history: [{...{name: '', version: 0, deleted: null}, testHooks: {a: {lastStarted: 't', lastCompleted: null}}}],
      lastAttemptedReleaseActionDuration: '1m30s',
    })
    expect(
      status('Kustomization', {
        ...{observedGeneration: 0, lastAppliedRevision: '', inventory: {entries: []}},
        history: [{digest: '', lastReconciledDuration: '90s', totalReconciliations: 0, metadata: {}}],
      }),
    ).toEqual({
      inventory: {entries: []},
      history: [{digest: '', lastReconciledDuration: '1m30s', totalReconciliations: 0}],
    })
    expect(status('Kustomization', {})).toEqual({})
  })

  it('leaves free-form values alone', () => {
    const values = {timeout: '60s', enabled: false, list: [], text: ''}
    expect(typed('HelmRelease', {interval: '1m', values})).toEqual({interval: '1m0s', values})
    for (const empty of [0, '', false, []]) expect(typed('HelmRelease', {values: empty})).toMatchObject({values: empty})
    expect(typed('Bucket', {unknown: {interval: '60s'}})).toEqual({unknown: {interval: '60s'}})
  })

  it('is an empty spec for an object without one', () => {
    expect(typedForm(kindRow('ExternalArtifact')!).spec({apiVersion: 'x/v1', kind: 'ExternalArtifact', metadata: {}})).toEqual({})
  })
})
