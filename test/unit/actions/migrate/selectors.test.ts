import {describe, expect, it} from 'vitest'
import {ourSchemas} from '../../../../src/lib/actions/migrate/fields/unknown-fields.js'
import {migrateText} from '../../../../src/lib/actions/migrate/migrate-text.js'
import {targetsOf} from '../../../../src/lib/actions/migrate/targets.js'

const schemas = ourSchemas()
const migrate = (text: string) => migrateText(text, targetsOf(undefined), schemas)
const messages = (text: string) => migrate(text).items.map(({line, kind, message}) => `${line} ${kind} ${message}`)

describe('selectors of kustomize', () => {
  it.each([
    'patches:\n- path: a.yaml\n  target: {version: v2beta2, kind: HelmRelease}\n',
    'patchesJson6902:\n- path: a.yaml\n  target:\n    kind: HelmRelease # why\n    version: "v2beta2"\n    name: a\n',
    'replacements:\n- source: {kind: HelmRelease, version: v2beta2, group: helm.toolkit.fluxcd.io}\n  targets: []\n',
    'replacements:\n- targets:\n  - select: {kind: HelmRelease, version: v2beta2}\n',
    'replacements:\n- targets:\n  - reject:\n    - {kind: HelmRelease, version: v2beta2}\n',
    'nameReference:\n- kind: Secret\n  version: v1\n  fieldSpecs:\n  - {kind: HelmRelease, version: v2beta2, path: a}\n',
    'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: a}\nspec:\n  interval: 1m\n  prune: true\n  sourceRef: {kind: GitRepository, name: a}\n  patches:\n  - patch: x\n    target: {version: v2beta2, kind: HelmRelease}\n',
    'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a}\nspec:\n  interval: 1m\n  postRenderers:\n  - kustomize:\n      patches:\n      - {patch: x, target: {version: v2beta2, kind: HelmRelease}}\n',
  ])('go with the objects that they choose: %s', (text) => {
    expect(migrate(text).text).toBe(text.replace('v2beta2', 'v2'))
    expect(messages(text)).toEqual([
      expect.stringMatching(/ done HelmRelease v2beta2 -> v2 in (?:target|source|select|reject|fieldSpecs)$/),
    ])
    expect(migrate(migrate(text).text!)).toEqual({items: [], text: undefined})
  })

  it.each([
    ['{version: v1beta2, kind: Bucket}', 'target v1beta2/Bucket left as it is: it does not name the group of Bucket'],
    [
      '{version: "v2beta.", kind: HelmRelease}',
      'target v2beta./HelmRelease left as it is: HelmRelease is v2 now, which the pattern does not match',
    ],
    [
      '{version: v1beta2, kind: Git.*|Bucket}',
      'target v1beta2/Git.*|Bucket left as it is: it may be about several kinds, GitRepository is v1 now',
    ],
    [
      '{version: v1, kind: Provider, group: notification.toolkit.fluxcd.io}',
      'target notification.toolkit.fluxcd.io/v1/Provider left as it is: objects may stay v1, which is served',
    ],
    ['{version: v2.*, kind: HelmRelease}', undefined],
    ['{version: v2, kind: HelmRelease}', undefined],
    ['{version: v1beta2, kind: Bucket, group: s3.example.com}', undefined],
    ['{version: v1beta2, name: a}', undefined],
    ['{version: "v1(", kind: HelmRelease}', undefined],
  ])('that are not clear are told: %s', (target, told) => {
    const text = `# for fluxcd.io\npatches:\n- path: a.yaml\n  target: ${target}\n`
    expect(migrate(text).text).toBeUndefined()
    expect(messages(text)).toEqual(told === undefined ? [] : [`4 fault ${told}`])
  })

  it('of others are none of ours', () => {
    expect(migrate('patches:\n- path: a.yaml\n  target: {version: v1beta1, kind: Bucket}\n')).toEqual({
      items: [],
      text: undefined,
    })
    const chart = 'apiVersion: x/v1\nkind: HelmRelease\nversion: v2beta2\n'
    expect(migrate(chart)).toEqual({items: [], text: undefined})
  })

  it('elsewhere are told when they name group, version and kind', () => {
    const text =
      'resources:\n- groupVersionKind:\n    group: kustomize.toolkit.fluxcd.io\n    version: v1beta2\n    kind: Kustomization\n'
    expect(messages(text)).toEqual([
      '4 fault groupVersionKind kustomize.toolkit.fluxcd.io/v1beta2/Kustomization left as it is: Kustomization is v1 now',
    ])
  })
})
