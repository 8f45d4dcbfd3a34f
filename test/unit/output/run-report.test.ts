import {describe, expect, it} from 'vitest'
import {notReady} from '../../../src/lib/actions/run/advice.js'
import type {RunReport} from '../../../src/lib/actions/run/report/run-report.js'
import {kindRow} from '../../../src/lib/kinds/registry.js'
import {renderRunReport, requireReady} from '../../../src/lib/output/run-report.js'
import type {KubeObject} from '../../../src/lib/ports/kube.js'

const SHA = '0123456789abcdef0123456789abcdef01234567'

function kustomization(name: string, ready: {status: string; reason: string; message: string}): KubeObject {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {name, namespace: 'flux-system'},
    spec: {},
    status: {conditions: [{type: 'Ready', ...ready}], lastAppliedRevision: `main@sha1:${SHA}`},
  }
}

const web = kustomization('web', {
  status: 'True',
  reason: 'ReconciliationSucceeded',
  message: `Applied revision: main@sha1:${SHA}`,
})
const broken = kustomization('broken', {status: 'False', reason: 'BuildFailed', message: 'kustomize build failed'})

const report: RunReport = {
  ready: false,
  parts: [
    {kind: kindRow('GitRepository')!, objects: []},
    {kind: kindRow('Kustomization')!, objects: [web, broken]},
  ],
  applied: [
    {namespace: 'flux-system', name: 'web', revision: `main@sha1:${SHA}`, objects: ['Deployment/apps/web', 'Namespace/apps']},
  ],
  notReady: [notReady(broken)!],
}

describe('the report of flux run', () => {
  it('shows tables of what there is and what was applied', async () => {
    expect(await renderRunReport(report, 'table')).toBe(
      [
        'NAMESPACE  \tNAME                \tREVISION          \tSUSPENDED\tREADY\tMESSAGE                               ',
        'flux-system\tkustomization/web   \tmain@sha1:01234567\tFalse    \tTrue \tApplied revision: main@sha1:01234567\t',
        'flux-system\tkustomization/broken\tmain@sha1:01234567\tFalse    \tFalse\tkustomize build failed              \t',
        '',
        'Kustomization flux-system/web applied 2 objects of main@sha1:01234567',
        '  Deployment/apps/web',
        '  Namespace/apps',
        '',
      ]
        .join('\n')
        .replace('MESSAGE                               ', 'MESSAGE                              '),
    )
  })

  it('says which object is not ready, why, and what to do', () => {
    expect(() => requireReady(report)).toThrow('Kustomization flux-system/broken is not ready: kustomize build failed')
    expect(report.notReady[0]!.advice).toContain('flux build kustomization broken -n flux-system')
    expect(() => requireReady({...report, notReady: []})).not.toThrow()
  })

  it('is JSON on request', async () => {
    const value = JSON.parse(await renderRunReport(report, 'json'))
    expect(value).toMatchObject({ready: false, notReady: [{name: 'broken', reason: 'BuildFailed'}], applied: [{name: 'web'}]})
    expect(value.objects).toHaveLength(2)
  })

  it('names what a Kustomization waits for', async () => {
    const conditions = [
      {type: 'Ready', status: 'Unknown', reason: 'Progressing', message: 'Reconciliation in progress'},
      {type: 'Reconciling', status: 'True', reason: 'Progressing', message: `Running health checks for main@sha1:${SHA}`},
    ]
    const item = notReady({...broken, status: {conditions}}, ["Deployment/web/dead status: 'InProgress'"])!
    const waiting = {...report, notReady: [item]}
    expect(await renderRunReport(waiting, 'table')).toContain(
      [
        'Kustomization flux-system/broken is still at work: Running health checks for main@sha1:01234567',
        "  waiting for Deployment/web/dead status: 'InProgress'",
        '',
      ].join('\n'),
    )
    expect(JSON.parse(await renderRunReport(waiting, 'json')).notReady[0].waitingFor).toEqual([
      "Deployment/web/dead status: 'InProgress'",
    ])
    expect(() => requireReady(waiting)).toThrow(
      "Reconciliation in progress: Running health checks for main@sha1:01234567, waiting for: [Deployment/web/dead status: 'InProgress']",
    )
  })

  it('counts neither ready nor suspended objects', () => {
    expect(notReady(web)).toBeUndefined()
    expect(notReady({...broken, spec: {suspend: true}})).toBeUndefined()
  })
})
