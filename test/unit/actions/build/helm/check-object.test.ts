import {describe, expect, it} from 'vitest'
import {objectChecker} from '../../../../../src/lib/actions/build/helm/check-object.js'
import {FluxError, messageOf} from '../../../../../src/lib/errors/flux-error.js'
import {parseYaml} from '../../../../../src/lib/formats/yaml/parse.js'
import type {KubeObject} from '../../../../../src/lib/ports/kube.js'

const check = objectChecker()
const release = (spec: string, apiVersion = 'helm.toolkit.fluxcd.io/v2') =>
  parseYaml(`apiVersion: ${apiVersion}\nkind: HelmRelease\nmetadata: {name: web}\n${spec}`) as unknown as KubeObject
const fault = (object: KubeObject) => {
  try {
    return check(object, 'apps/web.yaml:3').warnings
  } catch (error) {
    return messageOf(error)
  }
}
const CHART = 'chart: {spec: {chart: web, sourceRef: {kind: GitRepository, name: fleet}}}'
const INVALID = 'apps/web.yaml:3: HelmRelease.helm.toolkit.fluxcd.io "web" is invalid: '

describe('objectChecker', () => {
  it('lets through what a server lets through', () => {
    expect(fault(release(`spec: {interval: 5m, ${CHART}, values: {any: [1]}, suspend: null}`))).toEqual([])
  })

  it.each([
    ['', 'spec.interval: Required value'],
    ['spec: {interval: 5m}', 'spec: Invalid value: either chart or chartRef must be set'],
    [`spec: {interval: 5m, ${CHART}, chartRef: {kind: OCIRepository, name: x}}`, 'either chart or chartRef must be set'],
    ['spec: {interval: 5m, chart: {}}', 'spec.chart.spec: Required value'],
    ['spec: {interval: 5m, chart: {spec: {chart: web}}}', 'spec.chart.spec.sourceRef: Required value'],
    [
      'spec: {interval: 5m, chart: {spec: {chart: web, sourceRef: {}}}}',
      '[spec.chart.spec.sourceRef.kind: Required value, spec.chart.spec.sourceRef.name: Required value]',
    ],
    [`spec: {interval: soon, ${CHART}}`, "spec.interval in body should match '"],
    [`spec: {interval: 5m, ${CHART}, valuesFrom: [{kind: Pod, name: x}]}`, 'Unsupported value: "Pod"'],
  ])('refuses %s', (spec, words) => {
    const text = fault(release(spec))
    expect(text).toContain(INVALID)
    expect(text).toContain(words)
  })

  it('warns of what the kind does not know, and drops it', () => {
    const object = release(`spec: {interval: 5m, ${CHART}, intervall: 1m, install: {disableHook: true}}\nextra: 1`)
    const {object: checked, warnings} = check(object, 'a.yaml:1')
    const fields = ['extra', 'spec.install.disableHook', 'spec.intervall']
    expect(warnings).toEqual(fields.map((field) => `a.yaml:1: unknown field "${field}"`))
    expect(checked.spec).not.toHaveProperty('intervall')
  })

  it('says which versions are served', () => {
    const spec = `spec: {interval: 5m, ${CHART}}`
    for (const [version, words, hint] of [
      [
        'helm.toolkit.fluxcd.io/v2beta1',
        'no matches for kind "HelmRelease" in version "helm.toolkit.fluxcd.io/v2beta1"',
        'flux migrate',
      ],
      ['helm.toolkit.fluxcd.io/v9', 'no matches for kind', 'apiVersion is helm.toolkit.fluxcd.io/v2'],
      ['""', 'HelmRelease "web" has no apiVersion', 'apiVersion is helm.toolkit.fluxcd.io/v2'],
    ] as const) {
      const error = (() => {
        try {
          return check(release(spec, version), 'a.yaml:1')
        } catch (thrown) {
          return thrown as FluxError
        }
      })()
      expect(error).toBeInstanceOf(FluxError)
      expect(messageOf(error)).toContain(`a.yaml:1: ${words}`)
      expect((error as FluxError).hints.join()).toContain(hint)
    }
  })

  it('checks sources too', () => {
    const source = parseYaml(
      'apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: x}\nspec: {interval: 5m}',
    )
    expect(fault(source as unknown as KubeObject)).toContain(
      'HelmRepository.source.toolkit.fluxcd.io "x" is invalid: spec.url: Required value',
    )
    expect(fault({...release(`spec: {interval: 5m, ${CHART}}`), metadata: {}} as never)).toContain(
      'metadata.name: Required value',
    )
  })
})
