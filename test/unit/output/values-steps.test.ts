import {describe, expect, it} from 'vitest'
import {FluxError} from '../../../src/lib/errors/flux-error.js'
import {valuesSteps} from '../../../src/lib/output/values-steps.js'

const WITHOUT = 'or do without it: spec.valuesFrom[].optional: true'

/** As the Ready condition of a controller says it. */
const failure = (what: string, why: string) =>
  new FluxError('reconcile-failed', `HelmRelease reconciliation failed: could not resolve ${what} with key 'prod.yaml': ${why}`)

describe('valuesSteps', () => {
  it.each<[string, string, boolean, string[]]>([
    [
      "Secret chart values reference 'apps/web'",
      'secrets "web" not found',
      false,
      ['see what there is: kubectl get secrets -n apps', WITHOUT],
    ],
    [
      "ConfigMap chart values reference 'apps/web'",
      'key not found',
      false,
      [
        'see which keys it has: kubectl describe configmap web -n apps',
        'name one of them with spec.valuesFrom[].valuesKey',
        WITHOUT,
      ],
    ],
    [
      "ConfigMap chart values reference 'apps/web'",
      'configmaps "web" not found',
      true,
      ['name a file that has ConfigMap web with --values-from', WITHOUT],
    ],
    [
      "Secret chart values reference 'apps/web'",
      'key not found',
      true,
      ['put prod.yaml into Secret web, or name the key that it has with valuesKey', WITHOUT],
    ],
    [
      "optional Secret chart values reference 'apps/web'",
      'error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go value of type common.Values',
      false,
      [],
    ],
  ])('%s: %s (offline: %s)', (what, why, offline, steps) => {
    expect(valuesSteps(failure(what, why), offline)).toEqual(steps)
  })

  it('says nothing of other errors', () => {
    expect(valuesSteps(new Error('secrets "web" not found'), false)).toEqual([])
  })
})
