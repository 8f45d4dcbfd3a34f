import {describe, expect, it} from 'vitest'
import {ourSchemas} from '../../../../src/lib/actions/migrate/fields/unknown-fields.js'
import {migrateText} from '../../../../src/lib/actions/migrate/migrate-text.js'
import {targetsOf} from '../../../../src/lib/actions/migrate/targets.js'

const schemas = ourSchemas()
const migrate = (text: string, release?: string) => migrateText(text, targetsOf(release), schemas)
const messages = (text: string) => migrate(text).items.map(({line, kind, message}) => `${line} ${kind} ${message}`)
const odd = (line: number, apiVersion: string, kind = 'GitRepository') =>
  `${line} fault apiVersion ${apiVersion} of ${kind} not understood: left as it is`

describe('what is no version', () => {
  it.each(['{{ .Values.v }}', '${VER}', '$VER', 'V1BETA2', 'v1beta2{{ .x }}', 'v1beta2 {{ .x }}', 'beta', ''])(
    'stays as it is in a template, and is told: %s',
    (version) => {
      const apiVersion = `source.toolkit.fluxcd.io/${version}`
      const text = `{{ if .on }}\napiVersion: ${apiVersion}\nkind: GitRepository\n{{ end }}\n`
      expect(migrate(text).text).toBeUndefined()
      expect(messages(text)).toEqual([odd(2, apiVersion)])
    },
  )

  it.each(['${VER}', '$VER', 'V1BETA2', 'v1beta2 more', 'beta', ''])('stays as it is in a document: %s', (version) => {
    const apiVersion = `source.toolkit.fluxcd.io/${version}`
    for (const written of [apiVersion, `"${apiVersion}"`, `${apiVersion} # why`, `&a ${apiVersion}`]) {
      const text = `kind: GitRepository\napiVersion: ${written}\nmetadata: {name: a}\n`
      expect(migrate(text).text).toBeUndefined()
      expect(messages(text)).toEqual([odd(2, apiVersion)])
    }
  })

  it.each([
    ['apiVersion: {{ .Values.api }}/v1beta2\nkind: GitRepository', odd(1, '{{ .Values.api }}/v1beta2')],
    ['apiVersion: "{{ include "x" . }}"\nkind: HelmRelease', odd(1, '"{{ include "x" . }}"', 'HelmRelease')],
    ['apiVersion: helm.toolkit.fluxcd.io/v2beta1\nkind: {{ .k }}', odd(1, 'helm.toolkit.fluxcd.io/v2beta1', '{{ .k }}')],
    ['apiVersion: helm.toolkit.fluxcd.io/v2\nkind: {{ .k }}', undefined],
    ['apiVersion: Source.toolkit.fluxcd.io/v1beta2\nkind: Bucket', odd(1, 'Source.toolkit.fluxcd.io/v1beta2', 'Bucket')],
    ['apiVersion: source.toolkit.fluxcd.io/v1beta2\nkind: bucket', odd(1, 'source.toolkit.fluxcd.io/v1beta2', 'bucket')],
    ['apiVersion: source.toolkit.fluxcd.io\nkind: Bucket', odd(1, 'source.toolkit.fluxcd.io', 'Bucket')],
    [
      'apiVersion: |\n  source.toolkit.fluxcd.io/v1beta2\nkind: Bucket',
      odd(1, '"source.toolkit.fluxcd.io/v1beta2\\n"', 'Bucket'),
    ],
    ['apiVersion: source.toolkit.fluxcd.io/v1beta2\nkind: Nope', undefined],
    [
      'apiVersion: "source.toolkit.fluxcd.io\\/v1beta2"\nkind: Bucket',
      '1 fault Bucket v1beta2: written so that it is left as it is',
    ],
    [
      '{{ if .Capabilities.APIVersions.Has "helm.toolkit.fluxcd.io/v2beta1" }}\na: b\n{{ end }}',
      '1 fault helm.toolkit.fluxcd.io/v2beta1 stands here and is not understood: left as it is',
    ],
  ])('group, kind and version that are odd: %s', (text, told) => {
    expect(migrate(text).text).toBeUndefined()
    expect(messages(text)).toEqual(told === undefined ? [] : [told])
  })

  it.each([['v1beta2 {{/* old */}}'], ['v1beta2 {{- /* old */ -}} # and more'], ['v1beta2   # {{ .x }}']])(
    'comments behind it are none of it: %s',
    (version) => {
      const text = `{{ if .on }}\napiVersion: source.toolkit.fluxcd.io/${version}\nkind: Bucket\n{{ end }}\n`
      expect(migrate(text).text).toBe(text.replace('v1beta2', 'v1'))
    },
  )
})

describe('kinds in templates', () => {
  const old = 'kustomize.toolkit.fluxcd.io/v1beta2'
  it.each([
    `kind: Kustomization\napiVersion: ${old}\nmetadata: {name: {{ .x }}}\n`,
    `- kind: Kustomization\n  apiVersion: "${old}"\n- a: {{ .x }}\n`,
    `apiVersion: ${old}\n# why\n{{ with .y }}\nmetadata:\n  name: {{ . }}\n{{ end }}\nkind: Kustomization\n`,
    `kind: Kustomization\nmetadata:\n  name: {{ .x }}\n  kind: Bucket\napiVersion: ${old} # old\nspec: {}\n`,
  ])('may stand anywhere in the block: %s', (text) => {
    expect(migrate(text).text).toBe(text.replace('v1beta2', 'v1'))
    expect(messages(text)).toEqual([expect.stringMatching(/^\d done Kustomization v1beta2 -> v1$/)])
  })

  it.each([
    `kind: Kustomization\n---\napiVersion: ${old}\nmetadata: {name: {{ .x }}}\n`,
    `kind: Kustomization\n---\napiVersion: ${old}\nmetadata:\n{{ toYaml .x }}\n`,
    `- kind: Kustomization\n- apiVersion: ${old}\n  a: {{ .x }}\n`,
    `{{ if .x }}\nkind: Kustomization\n{{ else }}\nkind: Bucket\n{{ end }}\nmetadata: {}\napiVersion: ${old}\n`,
  ])('are told when they are not clear: %s', (text) => {
    expect(migrate(text).text).toBeUndefined()
    expect(messages(text)).toEqual([expect.stringMatching(/^\d fault kustomize.* not understood: left as it is$/)])
  })
})

describe('anchors, aliases and merges', () => {
  const old = 'source.toolkit.fluxcd.io/v1beta2'
  it.each([
    `apiVersion: &v ${old}\nkind: Bucket\nother: {apiVersion: *v, kind: HelmChart}\n`,
    `a: &a\n  apiVersion: ${old}\nb: {<<: *a, kind: Bucket}\nc: {<<: [*a], kind: HelmChart}\n`,
    `a: &k Bucket\nb: {apiVersion: ${old}, kind: *k}\n`,
  ])('are changed where they are written, when all agree: %s', (text) => {
    expect(migrate(text).text).toBe(text.replace('v1beta2', 'v1'))
    expect(migrate(migrate(text).text!)).toEqual({items: [], text: undefined})
  })

  it.each([
    `x: &v ${old}\nb: {apiVersion: *v, kind: Bucket}\n`,
    `apiVersion: &v ${old}\nkind: Bucket\nother: *v\n`,
    'apiVersion: &v notification.toolkit.fluxcd.io/v1beta2\nkind: Alert\nother: {apiVersion: *v, kind: Receiver}\n',
  ])('are left and told when others share them: %s', (text) => {
    expect(migrate(text).text).toBeUndefined()
    expect(messages(text)[0]).toMatch(/^1 fault (?:Bucket|Alert) v1beta2: left as it is, others share it by its anchor$/)
  })

  it('hold fields that are looked at, and merged ones are no unknown ones', () => {
    const text = `x: &s {interval: 1m, url: https://x}
y: {apiVersion: source.toolkit.fluxcd.io/v1, kind: GitRepository, metadata: {name: a}, spec: {<<: *s, zonk: 1}}
`
    expect(messages(text)).toEqual([
      '2 manual GitRepository has no field spec.zonk in source.toolkit.fluxcd.io/v1: the server drops it',
    ])
  })

  it('without an end are no trouble', () => {
    const lists = Array.from({length: 30}, (_, at) => `- &l${at + 1} [*l${at}, *l${at}]`).join('\n')
    const text = `x:\n- &l0 [a]\n${lists}\ny: {apiVersion: ${old}, kind: Bucket, metadata: {}, spec: *l30}\n`
    expect(migrate(text).text).toBe(text.replace('v1beta2', 'v1'))
  })
})

describe('what the new version would refuse', () => {
  const provider = (version: string, type: string) =>
    `apiVersion: notification.toolkit.fluxcd.io/${version}\nkind: Provider\nmetadata: {name: m}\nspec:\n  type: ${type}\n  address: https://x\n`
  const why = 'Provider stays v1: v1beta3 does not take'

  it('stays in a version that is served', () => {
    const text = provider('v1', 'mastodon')
    expect(migrate(text).text).toBeUndefined()
    expect(messages(text)).toEqual([`1 fault ${why} spec.type "mastodon"`])
    expect(migrate(provider('v1', 'slack')).text).toBe(provider('v1beta3', 'slack'))
    expect(messages(provider('v1', '${TYPE}'))).toEqual([`1 fault ${why} every value that spec.type can have`])
  })

  it('stays in templates and in strings', () => {
    const told = `${why} every value that spec.type can have`
    for (const type of ['mastodon', '"mastodon" # social', '{{ .type }}']) {
      expect(messages(`${provider('v1', type)}---\n{{ if .x }}\na: b\n`)).toEqual([`1 fault ${told}`])
      expect(migrate(`${provider('v1', type)}---\n{{ if .x }}\na: b\n`).text).toBeUndefined()
      const text = `data: |\n${provider('v1', type).replace(/^/gm, '  ')}\n`
      expect(messages(text)).toEqual([`2 fault ${told}`])
    }
    const slack = `${provider('v1', 'slack')}---\n${provider('v1', 'mastodon')}---\n{{ if .x }}\na: b\n`
    expect(migrate(slack).text).toBe(slack.replace('/v1', '/v1beta3'))
  })

  it('is told when the old version is not served any more', () => {
    const text = provider('v1beta2', 'mastodon')
    expect(migrate(text).text).toBe(provider('v1beta3', 'mastodon'))
    expect(messages(text)).toEqual([
      '1 done Provider v1beta2 -> v1beta3',
      '1 fault Provider v1beta3 does not take spec.type "mastodon"',
    ])
    expect(messages(provider('v1beta2', '${TYPE}'))).toEqual(['1 done Provider v1beta2 -> v1beta3'])
  })

  it('of no kind is more than the comparison of its schemas finds', () => {
    const served = new Map<string, string[]>()
    for (const key of schemas.keys()) {
      const [, group, version, kind] = /^(.*)\/(\S+) (.*)$/.exec(key)!
      served.set(`${group}/${kind}`, [...(served.get(`${group}/${kind}`) ?? []), version!])
    }
    const several = [...served].filter(([, versions]) => versions.length > 1).map(([name]) => name)
    expect(several.toSorted()).toEqual(['notification.toolkit.fluxcd.io/Alert', 'notification.toolkit.fluxcd.io/Provider'])
  })
})

describe('quoted keys of a template', () => {
  const head = '{{ if .x }}\n'
  const comment = ' # apiVersion: source.toolkit.fluxcd.io/v1beta2 # kind: HelmRelease'

  it.each([
    [`"apiVersion": source.toolkit.fluxcd.io/v1beta1${comment}\nkind: Bucket\n`],
    [`- 'apiVersion':  "source.toolkit.fluxcd.io/v1beta1"${comment}\n  metadata: {}\n  "kind": 'Bucket'${comment}\n`],
    [`"kind": Bucket${comment}\n"apiVersion": source.toolkit.fluxcd.io/v1beta1\n`],
  ])('are keys, and what a comment behind them says is none: %j', (text) => {
    const now = text.replace('/v1beta1', '/v1')
    expect(migrate(head + text)).toEqual({
      text: head + now,
      items: [{line: expect.any(Number), kind: 'done', message: 'Bucket v1beta1 -> v1'}],
    })
  })

  it('a comment behind something else names no version', () => {
    const text = `${head}other: 1${comment}\nkind: Bucket\n`
    expect(migrate(text).text).toBeUndefined()
  })
})
