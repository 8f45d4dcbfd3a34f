import {parseArgs} from 'node:util'
import type {ChartOptions} from '../../../../src/lib/actions/build/build-chart.js'

const many = {type: 'string', multiple: true} as const

/** Flags of `helm template rel chart ...` as options of our build. */
export function chartOptions(args: readonly string[]): ChartOptions {
  const {values} = parseArgs({
    args: [...args],
    options: {
      values: {...many, short: 'f'},
      ...{set: many, 'set-string': many, 'set-json': many, 'set-file': many, 'set-literal': many},
      ...{
        'api-versions': {...many, short: 'a'},
        'show-only': {...many, short: 's'},
        'kube-version': {type: 'string'},
        namespace: {type: 'string', short: 'n'},
      },
      'include-crds': {type: 'boolean'},
      'no-hooks': {type: 'boolean'},
      'skip-tests': {type: 'boolean'},
      'is-upgrade': {type: 'boolean'},
      'skip-schema-validation': {type: 'boolean'},
    },
  })
  return {
    ...{
      name: 'rel',
      namespace: values.namespace ?? 'default',
      valueFiles: (values.values ?? []).flatMap((text) => (text === '' ? [] : text.split(','))),
      set: values.set ?? [],
    },
    ...{setString: values['set-string'] ?? [], setJson: values['set-json'] ?? [], setFile: values['set-file'] ?? []},
    ...{setLiteral: values['set-literal'] ?? [], includeCrds: values['include-crds'] ?? false},
    kubeVersion: values['kube-version'],
    apiVersions: (values['api-versions'] ?? []).flatMap((text) => text.split(',')).filter((name) => name !== ''),
    hooks: !values['no-hooks'],
    tests: !values['skip-tests'],
    isUpgrade: values['is-upgrade'] ?? false,
    showOnly: values['show-only'] ?? [],
    skipSchemaValidation: values['skip-schema-validation'] ?? false,
  }
}
