import {describe, expect, it} from 'vitest'
import {successMessage} from '../../../../src/lib/actions/verbs/success-message.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'
import {kindRow} from '../../../../src/lib/kinds/registry.js'

function message(kind: string, status: JsonObject, spec: JsonObject = {}): string {
  return successMessage(kindRow(kind)!, {apiVersion: 'x/v1', kind, metadata: {name: 'x'}, spec, status})
}

const ready = (text: string) => ({conditions: [{type: 'Ready', status: 'True', reason: 'Succeeded', message: text}]})

describe('what is said when a run ended well', () => {
  it.each([
    ['GitRepository', {artifact: {revision: 'main@sha1:1'}}, {}, 'fetched revision main@sha1:1'],
    // flux itself crashes without an artifact, a scan or a ref
    ['GitRepository', ready('so it is'), {}, 'so it is'],
    ['GitRepository', {}, {}, 'no artifact yet'],
    ['ImageRepository', {}, {}, 'not yet scanned'],
    ['ImagePolicy', {}, {}, 'no ref selected'],
    ['HelmRepository', ready('Helm repository is fine'), {type: 'oci'}, 'Helm repository is fine'],
    ['Kustomization', {lastAppliedRevision: 'main@sha1:1'}, {}, 'applied revision main@sha1:1'],
    [
      'HelmRelease',
      {history: [{chartVersion: '1.2.3'}, {chartVersion: '1.2.2'}], lastAttemptedRevision: '9'},
      {},
      'applied revision 1.2.3',
    ],
    ['HelmRelease', {lastAttemptedRevision: '9'}, {}, 'applied revision 9'],
    ['HelmRelease', {history: [{chartVersion: ''}], lastAttemptedRevision: '9'}, {}, 'applied revision '],
    ['HelmRelease', {history: [], lastAttemptedRevision: '9'}, {}, 'applied revision 9'],
    ['ImageRepository', {lastScanResult: {tagCount: 7}}, {}, 'scan fetched 7 tags'],
    ['ImagePolicy', {latestRef: {name: 'r/web', tag: 'v1'}}, {}, 'selected ref r/web:v1'],
    ['ImagePolicy', {latestRef: {name: 'r/web', tag: 'v1', digest: 'sha256:1'}}, {}, 'selected ref r/web:v1@sha256:1'],
    ['ImageUpdateAutomation', ready('repository up-to-date'), {}, 'repository up-to-date'],
    ['ImageUpdateAutomation', {lastAutomationRunTime: '2026-01-15T10:30:00Z'}, {}, 'last run 2026-01-15T10:30:00Z'],
    ['ImageUpdateAutomation', {}, {}, 'automation not yet run'],
    ['Receiver', {}, {}, 'Receiver reconciliation completed'],
    ['Alert', {}, {}, 'Alert reconciliation completed'],
  ] as [string, JsonObject, JsonObject, string][])('%s %j %j', (kind, status, spec, text) =>
    expect(message(kind, status, spec)).toBe(text),
  )
})
