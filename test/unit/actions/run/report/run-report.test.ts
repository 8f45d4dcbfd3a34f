import {describe, expect, it} from 'vitest'
import {runReport} from '../../../../../src/lib/actions/run/report/run-report.js'
import {createSystemClock} from '../../../../../src/lib/adapters/system/system-clock.js'
import {NoMatchError} from '../../../../../src/lib/errors/api-error.js'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'
import {KINDS, kindRow} from '../../../../../src/lib/kinds/registry.js'
import type {KindRef, KubeClient, KubeObject} from '../../../../../src/lib/ports/kube.js'

const RECONCILED = [kindRow('GitRepository')!, kindRow('Kustomization')!]
const STORED = KINDS.filter((row) => !RECONCILED.includes(row) && !row.alwaysReady)

function object(apiVersion: string, kind: string, name: string, ready?: string, spec: JsonObject = {}): KubeObject {
  const conditions = ready ? [{type: 'Ready', status: ready, reason: 'BuildFailed', message: `${name} says`}] : []
  return {apiVersion, kind, metadata: {name, namespace: 'web'}, spec, status: {conditions}}
}

const release = (name: string, ready?: string, spec?: JsonObject) =>
  object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', name, ready, spec)
const kustomization = (name: string, ready?: string) => object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', name, ready)

/** An API with these objects; kinds of `missing` are not served. */
function context(objects: readonly KubeObject[], missing: readonly string[] = []) {
  const list = async ({apiVersion, kind}: KindRef) => {
    if (missing.includes(kind)) throw new NoMatchError(apiVersion, kind)
    return {items: objects.filter((item) => item.kind === kind && item.apiVersion === apiVersion)}
  }
  return {kube: {list} as unknown as KubeClient, clock: createSystemClock()}
}

describe('the report of a run that does not reconcile every kind', () => {
  it('takes nothing for ready that nobody has reconciled, whatever its status says', async () => {
    const ctx = context([release('fresh'), release('old', 'True'), release('resting', undefined, {suspend: true})])
    const {ready, notReady} = await runReport(ctx, {reconciled: RECONCILED, stored: STORED, leftOut: []})
    expect(ready).toBe(false)
    expect(notReady.map(({name, reason, message}) => [name, reason, message])).toEqual([
      ['fresh', 'NotReconciled', 'no controller of this run reconciles HelmRelease objects'],
      ['old', 'NotReconciled', 'no controller of this run reconciles HelmRelease objects'],
    ])
  })

  it('believes the status where other controllers may be at work', async () => {
    const ctx = context([release('fresh'), release('good', 'True'), release('bad', 'False')])
    const {notReady} = await runReport(ctx, {reconciled: RECONCILED, stored: [], leftOut: []})
    expect(notReady.map(({name, reason, message}) => [name, reason, message])).toEqual([
      ['bad', 'BuildFailed', 'bad says'],
      ['fresh', 'NotReconciled', 'no controller of this run reconciles HelmRelease objects'],
    ])
  })

  it('asks nothing of kinds without a status', async () => {
    const ctx = context([
      object('notification.toolkit.fluxcd.io/v1beta3', 'Alert', 'alert'),
      object('notification.toolkit.fluxcd.io/v1beta3', 'Provider', 'provider'),
      object('source.toolkit.fluxcd.io/v1', 'HelmRepository', 'registry', undefined, {type: 'oci'}),
    ])
    expect(await runReport(ctx, {reconciled: RECONCILED, stored: STORED, leftOut: []})).toMatchObject({ready: true, notReady: []})
  })

  it('asks nothing of kinds whose controller the user chose not to run', async () => {
    const ctx = context([kustomization('fresh'), kustomization('broken', 'False'), release('fine', 'True')])
    const [source, left] = RECONCILED
    const found = await runReport(ctx, {reconciled: [source!], stored: [], leftOut: [left!]})
    expect(found).toMatchObject({ready: true, notReady: []})
  })

  it('names failures first, then what nobody reconciles', async () => {
    const ctx = context([release('web'), kustomization('broken', 'False'), kustomization('fine', 'True')])
    const {notReady} = await runReport(ctx, {reconciled: RECONCILED, stored: STORED, leftOut: []})
    expect(notReady.map(({name}) => name)).toEqual(['broken', 'web'])
  })

  it('names the cause before what fails because of it', async () => {
    const failed = (name: string, reason: string, message: string): KubeObject => ({
      ...kustomization(name),
      status: {conditions: [{type: 'Ready', status: 'False', reason, message}]},
    })
    const objects = [
      failed('apart', 'HealthCheckFailed', "timeout waiting for: [Deployment/web/x status: 'InProgress']"),
      failed('parent', 'HealthCheckFailed', "timeout waiting for: [Kustomization/web/tenant status: 'InProgress']"),
      failed('tenant', 'ReconciliationFailed', 'Namespace/x is forbidden: User "a" cannot patch'),
    ]
    const {notReady} = await runReport(context(objects), {reconciled: RECONCILED, stored: [], leftOut: []})
    expect(notReady.map(({name}) => name)).toEqual(['apart', 'tenant', 'parent'])
  })

  it('does without kinds that are not served', async () => {
    const ctx = context([kustomization('fine', 'True')], ['HelmRelease', 'ArtifactGenerator'])
    const {ready, parts} = await runReport(ctx, {reconciled: RECONCILED, stored: [], leftOut: []})
    expect(ready).toBe(true)
    expect(parts.map(({kind}) => kind)).toEqual(KINDS)
  })
})
