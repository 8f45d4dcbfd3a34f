import {describe, expect, it} from 'vitest'
import {offlineCapabilities} from '../../../../src/lib/engines/helm/index.js'

/** Every value as `helm template --kube-version` of Helm 4 shows it. */
describe('the version of Kubernetes that a chart sees', () => {
  it.each([
    ['1.30', 'v1.30', 'v1.30'],
    ['v1.30', 'v1.30', 'v1.30'],
    ['1.33.0', 'v1.33.0', 'v1.33.0'],
    ['1.30.02', 'v1.30.2', 'v1.30.02'],
    ['v1.30.2-gke.1', 'v1.30.2', 'v1.30.2-gke.1'],
    ['1.30.2+k3s1', 'v1.30.2', 'v1.30.2+k3s1'],
    ['v1.30-x', 'v1.30', 'v1.30-x'],
  ])('%s prints as %s', (given, version, gitVersion) => {
    expect(offlineCapabilities(given)).toMatchObject({version, gitVersion, major: '1', minor: given.includes('33') ? '33' : '30'})
  })

  it.each(['1', 'V1.3', 'vv1.30', 'x'])('%s is none', (given) => {
    expect(() => offlineCapabilities(given)).toThrow(`invalid kube version '${given}'`)
  })
})
