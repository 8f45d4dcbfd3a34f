import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {computeStatus} from '../../../../src/lib/apply/status/compute-status.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'
import type {KubeObject} from '../../../../src/lib/ports/kube.js'

const recorded = JSON.parse(
  readFileSync(new URL('../../../corpus/apply/health-kinds.json', import.meta.url), 'utf8'),
) as KubeObject[]

const NOW = Date.parse('2026-01-01T00:01:00Z')
const status = (kind: string, apiVersion: string, object: JsonObject) =>
  computeStatus({apiVersion, kind, metadata: {name: 'x', generation: 1}, ...object} as KubeObject, NOW).status
const conditions = (...list: string[]) =>
  list.map((text) => {
    const [type, value, reason] = text.split(' ')
    return {type: type!, status: value!, reason: reason ?? ''}
  })

describe('computeStatus of recorded objects (no kubelet: Pods never run)', () => {
  // from the message of the recording ks-health-kinds
  const waiting = ['dep-paused', 'dep1', 'sts1', 'pod', 'job-running', 'rs1', 'pvc']
  it.each(recorded.map((object) => [object.kind, object.metadata.name ?? '', object] as const))(
    '%s %s',
    (_kind, name, object) => {
      expect(computeStatus(object, NOW).status).toBe(waiting.includes(name) ? 'InProgress' : 'Current')
    },
  )
})

describe('computeStatus', () => {
  it('lets deletion, generations and standard conditions decide first', () => {
    expect(status('Deployment', 'apps/v1', {metadata: {name: 'x', deletionTimestamp: 't'}})).toBe('Terminating')
    expect(status('ConfigMap', 'v1', {status: {observedGeneration: 0}})).toBe('InProgress')
    expect(status('Kustomization', 'kustomize.toolkit.fluxcd.io/v1', {status: {observedGeneration: -1}})).toBe('InProgress')
    expect(status('X', 'e/v1', {status: {conditions: conditions('Reconciling True', 'Stalled True')}})).toBe('InProgress')
    expect(status('X', 'e/v1', {status: {conditions: conditions('Stalled True', 'Ready True')}})).toBe('Failed')
    expect(status('X', 'e/v1', {status: {conditions: conditions('Ready False')}})).toBe('InProgress')
    expect(status('X', 'e/v1', {status: {conditions: conditions('Ready True')}})).toBe('Current')
    expect(status('X', 'e/v1', {})).toBe('Current')
    expect(() => status('X', 'e/v1', {status: {observedGeneration: 'x'}})).toThrow('not an integer')
  })

  it('judges Deployments', () => {
    const ready = {
      observedGeneration: 1,
      replicas: 2,
      updatedReplicas: 2,
      availableReplicas: 2,
      readyReplicas: 2,
      conditions: conditions('Progressing True NewReplicaSetAvailable', 'Available True'),
    }
    const spec = {replicas: 2, progressDeadlineSeconds: 600}
    const deployment = (change: JsonObject, specChange: JsonObject = {}) =>
      status('Deployment', 'apps/v1', {spec: {...spec, ...specChange}, status: {...ready, ...change}})
    expect(deployment({})).toBe('Current')
    expect(deployment({replicas: 3})).toBe('InProgress')
    expect(deployment({updatedReplicas: 1})).toBe('InProgress')
    expect(deployment({availableReplicas: 1})).toBe('InProgress')
    expect(deployment({readyReplicas: 1})).toBe('InProgress')
    expect(deployment({conditions: conditions('Progressing True ReplicaSetUpdated', 'Available True')})).toBe('InProgress')
    expect(deployment({conditions: conditions('Available True')}, {progressDeadlineSeconds: 2147483647})).toBe('Current')
    expect(deployment({conditions: conditions('Progressing True NewReplicaSetAvailable')})).toBe('InProgress')
    expect(deployment({conditions: conditions('Progressing False ProgressDeadlineExceeded')})).toBe('Failed')
  })

  it('judges StatefulSets and DaemonSets', () => {
    const done = {
      replicas: 3,
      readyReplicas: 3,
      updatedReplicas: 3,
      currentReplicas: 3,
      currentRevision: 'a',
      updateRevision: 'a',
    }
    const set = (change: JsonObject, spec: JsonObject = {}) =>
      status('StatefulSet', 'apps/v1', {spec: {replicas: 3, ...spec}, status: {...done, ...change}})
    expect(set({})).toBe('Current')
    expect(set({updateRevision: 'b'})).toBe('InProgress')
    expect(set({currentReplicas: 2})).toBe('InProgress')
    const partition = {updateStrategy: {rollingUpdate: {partition: 2}}}
    expect(set({updatedReplicas: 1, currentReplicas: 2}, partition)).toBe('Current')
    expect(set({updatedReplicas: 0}, partition)).toBe('InProgress')
    const daemon = {
      observedGeneration: 1,
      desiredNumberScheduled: 2,
      currentNumberScheduled: 2,
      updatedNumberScheduled: 2,
      numberAvailable: 2,
    }
    expect(status('DaemonSet', 'apps/v1', {status: {...daemon, numberReady: 2}})).toBe('Current')
    expect(status('DaemonSet', 'apps/v1', {status: {...daemon, numberReady: 1}})).toBe('InProgress')
    expect(status('DaemonSet', 'apps/v1', {status: {}})).toBe('InProgress')
  })

  it('judges Pods', () => {
    const pod = (object: JsonObject, created = '2026-01-01T00:00:59Z') =>
      status('Pod', 'v1', {metadata: {name: 'p', creationTimestamp: created}, status: object})
    expect(pod({phase: 'Succeeded'})).toBe('Current')
    expect(pod({phase: 'Failed'})).toBe('Current')
    expect(pod({phase: 'Running', conditions: conditions('Ready True')})).toBe('Current')
    expect(pod({phase: 'Running', conditions: conditions('Ready False')})).toBe('InProgress')
    expect(pod({phase: 'Running', containerStatuses: [{state: {waiting: {reason: 'CrashLoopBackOff'}}}]})).toBe('Failed')
    const unschedulable = {phase: 'Pending', conditions: conditions('PodScheduled False Unschedulable')}
    expect(pod(unschedulable)).toBe('InProgress')
    expect(pod(unschedulable, '2026-01-01T00:00:40Z')).toBe('Failed')
    expect(pod({})).toBe('InProgress')
    expect(() => pod({phase: 'Odd'})).toThrow('unknown pod phase')
  })

  it('judges Jobs, claims, services and CRDs', () => {
    expect(status('Job', 'batch/v1', {spec: {suspend: true}})).toBe('Current')
    expect(status('Job', 'batch/v1', {status: {conditions: conditions('Failed True')}})).toBe('Failed')
    expect(status('Job', 'batch/v1', {status: {conditions: conditions('Complete True')}})).toBe('Current')
    expect(status('Job', 'batch/v1', {})).toBe('InProgress')
    expect(status('PersistentVolumeClaim', 'v1', {status: {phase: 'Pending'}})).toBe('InProgress')
    expect(status('Service', 'v1', {spec: {type: 'LoadBalancer'}})).toBe('InProgress')
    expect(status('Service', 'v1', {spec: {type: 'LoadBalancer', clusterIP: '10.0.0.1'}})).toBe('Current')
    const crd = (...list: string[]) =>
      status('CustomResourceDefinition', 'apiextensions.k8s.io/v1', {status: {conditions: conditions(...list)}})
    expect(crd('NamesAccepted False', 'Established True')).toBe('Failed')
    expect(crd('NamesAccepted True', 'Established False Installing')).toBe('InProgress')
    expect(crd('NamesAccepted True', 'Established True')).toBe('Current')
  })
})
