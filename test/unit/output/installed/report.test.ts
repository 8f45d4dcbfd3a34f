import {describe, expect, it} from 'vitest'
import {renderReport} from '../../../../src/lib/output/installed/report.js'

const report = {
  ...{passed: false, kubernetes: {version: 'v1.36.3', suitable: true}},
  controllers: [{name: 'source-controller', ready: false, images: ['ghcr.io/a/b:v1', 'c:v2']}],
  customResourceDefinitions: [{name: 'alerts.notification.toolkit.fluxcd.io', storedVersion: 'v1beta3'}],
}

describe('what flux check found', () => {
  it('as data', async () => expect(JSON.parse(await renderReport(report, 'json'))).toEqual(report))

  it('by name', async () => {
    expect(await renderReport(report, 'name')).toBe(
      'deployment.apps/source-controller\n' +
        'customresourcedefinition.apiextensions.k8s.io/alerts.notification.toolkit.fluxcd.io\n',
    )
  })

  it('as a table', async () => {
    const rows = (await renderReport(report, 'wide')).split('\n').map((line) => line.split('\t').map((cell) => cell.trim()))
    expect(rows.slice(0, 3)).toEqual([
      ['KIND', 'NAME', 'READY', 'VERSION'],
      ['Deployment', 'source-controller', 'False', 'ghcr.io/a/b:v1, c:v2', ''],
      ['CustomResourceDefinition', 'alerts.notification.toolkit.fluxcd.io', '', 'v1beta3', ''],
    ])
  })

  it('before anything is installed', async () => {
    expect(await renderReport({passed: true, kubernetes: {suitable: true}}, 'name')).toBe('')
    expect(await renderReport({passed: false, kubernetes: {suitable: true}, controllers: []}, 'wide')).toBe('')
  })
})
