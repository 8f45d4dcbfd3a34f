import {describe, expect, it} from 'vitest'
import {releaseTarget, shortReleaseName} from '../../../../src/lib/render/helm/release-name.js'

const release = (spec: object) => ({
  ...{apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', metadata: {name: 'app', namespace: 'team'}},
  spec: spec as never,
})

describe('releaseTarget', () => {
  it.each([
    [{}, {name: 'app', namespace: 'team'}],
    [{targetNamespace: 'other'}, {name: 'other-app', namespace: 'other'}],
    [
      {targetNamespace: 'other', releaseName: 'mine'},
      {name: 'mine', namespace: 'other'},
    ],
  ])('%j', (spec, expected) => {
    expect(releaseTarget(release(spec))).toEqual(expected)
  })
})

describe('shortReleaseName', () => {
  it('keeps what has 53 bytes', () => {
    expect(shortReleaseName('x'.repeat(53))).toBe('x'.repeat(53))
  })

  it('cuts longer ones as helm-controller does', () => {
    expect(shortReleaseName('a-very-lengthy-target-namespace-with-a-nice-object-name')).toBe(
      'a-very-lengthy-target-namespace-with-a-n-97af5d7f41f3',
    )
  })
})
