import {describe, expect, it} from 'vitest'
import {ourSchemas} from '../../../../src/lib/actions/migrate/fields/unknown-fields.js'
import {migrateText} from '../../../../src/lib/actions/migrate/migrate-text.js'
import {targetsOf} from '../../../../src/lib/actions/migrate/targets.js'

const schemas = ourSchemas()
const migrate = (text: string, release?: string) => migrateText(text, targetsOf(release), schemas)
const messages = (text: string) => migrate(text).items.map(({line, kind, message}) => `${line} ${kind} ${message}`)

const release = (spec: string, version = 'v2beta2') =>
  `# a release\napiVersion: helm.toolkit.fluxcd.io/${version} # old\nkind: HelmRelease\nmetadata:\n  name: web\nspec:\n  interval: 5m\n${spec}`

describe('versions', () => {
  it('changes nothing but the version: comments, quotes, order, indentation, line ends and BOM stay', () => {
    const text = [
      '\uFEFF# head\r',
      'kind:   "Kustomization"   # first\r',
      '',
      '"apiVersion": \'kustomize.toolkit.fluxcd.io/v1beta2\'  # quoted\r',
      'metadata: {name:  odd }\r',
      '...\r',
      '--- # next\r',
      'apiVersion: source.toolkit.fluxcd.io/v1beta2',
      '# between',
      'kind: GitRepository',
    ].join('\n')
    expect(migrate(text).text).toBe(text.replace('v1beta2', 'v1').replace('v1beta2', 'v1'))
    expect(messages(text)).toEqual(['4 done Kustomization v1beta2 -> v1', '8 done GitRepository v1beta2 -> v1'])
  })

  it('goes into lists and into manifests inside of strings, not into comments', () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata: {name: nested}
# apiVersion: kustomize.toolkit.fluxcd.io/v1beta1
# kind: Kustomization
data:
  manifest.yaml: |
    apiVersion: kustomize.toolkit.fluxcd.io/v1beta1
    kind: Kustomization
    # apiVersion: kustomize.toolkit.fluxcd.io/v1beta1
    # kind: Kustomization
---
apiVersion: v1
kind: List
items:
- kind: HelmRelease
  apiVersion: helm.toolkit.fluxcd.io/v2beta1
`
    expect(messages(text)).toEqual(['8 done Kustomization v1beta1 -> v1', '17 done HelmRelease v2beta1 -> v2'])
    expect(migrate(text).text).toBe(
      text
        .replace(
          'manifest.yaml: |\n    apiVersion: kustomize.toolkit.fluxcd.io/v1beta1',
          'manifest.yaml: |\n    apiVersion: kustomize.toolkit.fluxcd.io/v1',
        )
        .replace('v2beta1', 'v2'),
    )
  })

  it('reads a template line by line', () => {
    const text = '{{- if .Values.on }}\napiVersion: kustomize.toolkit.fluxcd.io/v1beta2\nkind: Kustomization\n{{- end }}\n'
    expect(migrate(text).text).toBe(text.replace('v1beta2', 'v1'))
  })

  it('leaves v1beta3 of Alert and Provider, and goes back for an older release', () => {
    const alert = 'apiVersion: notification.toolkit.fluxcd.io/v1beta3\nkind: Alert\nmetadata: {name: a}\n'
    expect(migrate(alert)).toEqual({items: [], text: undefined})
    const policy = 'apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImagePolicy\n'
    expect(migrate(policy, '2.6').text).toBe(policy.replace('/v1', '/v1beta2'))
  })
})

describe('fields without a one-to-one successor', () => {
  it('valuesFile becomes the first of valuesFiles', () => {
    const one = release(
      '  chart:\n    spec:\n      chart: web\n      valuesFile: prod.yaml # keep\n      sourceRef: {kind: HelmRepository, name: c}\n',
    )
    expect(migrate(one).text).toBe(one.replace('v2beta2', 'v2').replace('valuesFile: prod.yaml', 'valuesFiles: [prod.yaml]'))
    expect(messages(one)).toEqual([
      '2 done HelmRelease v2beta2 -> v2',
      '11 done HelmRelease spec.chart.spec.valuesFile -> valuesFiles',
    ])
    const both = release(
      '  chart:\n    spec:\n      chart: web\n      valuesFile: prod.yaml\n      valuesFiles:\n        - a.yaml\n      sourceRef: {kind: HelmRepository, name: c}\n',
    )
    expect(migrate(both).text).toContain(
      '      chart: web\n      valuesFiles:\n        - prod.yaml\n        - a.yaml\n      sourceRef',
    )
    const flow = both.replace('valuesFiles:\n        - a.yaml', 'valuesFiles: [a.yaml]')
    expect(migrate(flow).text).toContain('      chart: web\n      valuesFiles: [prod.yaml, a.yaml]\n')
  })

  it('says of a file that is no YAML where, and what became of it', () => {
    const broken = 'kind: GitRepository\napiVersion: source.toolkit.fluxcd.io/v1\nmetadata: {name: [}\n'
    expect(messages(broken)).toEqual([expect.stringMatching(/^3 fault no YAML \(.+\): left alone$/)])
    expect(migrate(broken).text).toBeUndefined()
    const lines = 'apiVersion: source.toolkit.fluxcd.io/v1beta2\nkind: GitRepository\nmetadata: {name: [}\n'
    expect(messages(lines)).toEqual([
      '1 done GitRepository v1beta2 -> v1',
      expect.stringMatching(/^3 fault no YAML \(.+\): only versions that a reader of lines finds were changed$/),
    ])
    expect(messages(`{{ if .x }}\n${broken}{{ end }}`)).toEqual([])
  })

  it.each([
    ['{chart: w, valuesFile: a.yaml, valuesFiles: [b.yaml]}', '{chart: w, valuesFiles: [a.yaml, b.yaml]}'],
    ['{valuesFiles: [b.yaml], valuesFile: a.yaml}', '{valuesFiles: [a.yaml, b.yaml]}'],
    ['{valuesFiles: [a.yaml, b.yaml], valuesFile: a.yaml}', '{valuesFiles: [a.yaml, b.yaml]}'],
    ['{valuesFiles: [], valuesFile: a.yaml, chart: w}', '{valuesFiles: [a.yaml], chart: w}'],
    ['{valuesFiles: *v, valuesFile: a.yaml}', undefined],
  ])('valuesFile beside valuesFiles in one line: %s', (spec, now) => {
    const text = (
      value: string,
    ) => `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a, labels: {x: &v y}}
spec: {chart: {spec: ${value}}}\n`
    expect(migrate(text(spec)).text).toBe(now && text(now))
  })

  it('valuesFile takes its comment along', () => {
    const text = (list: string) =>
      `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a}\nspec:\n  chart:\n    spec:\n${list}`
    expect(migrate(text('      valuesFile: a.yaml # why\n      valuesFiles:\n      - b.yaml\n')).text).toBe(
      text('      valuesFiles:\n      - a.yaml # why\n      - b.yaml\n'),
    )
    expect(migrate(text('      valuesFile: # why\n        a.yaml # it\n      valuesFiles:\n      - b.yaml\n')).text).toBe(
      text('      # why\n      valuesFiles:\n      - a.yaml # it\n      - b.yaml\n'),
    )
    expect(migrate(text('      valuesFile: # none\n      chart: a\n')).text).toBe(text('      # none\n      chart: a\n'))
    expect(migrate(text('      valuesFile: a.yaml # why\n      valuesFiles: [b.yaml]\n')).text).toBe(
      text('      # why\n      valuesFiles: [a.yaml, b.yaml]\n'),
    )
  })

  it('.Updated in commit templates is replaced where that is possible and reported elsewhere', () => {
    const text = `apiVersion: image.toolkit.fluxcd.io/v1beta2
kind: ImageUpdateAutomation
metadata: {name: a}
spec:
  interval: 5m
  sourceRef: {kind: GitRepository, name: a}
  git:
    checkout: {ref: {branch: main}}
    commit:
      author: {email: a@example.com}
      messageTemplate: |
        {{ range $file, $_ := .Updated.Files }}{{ $file }}{{ end }}
        {{ range .Updated.Images -}}
        - {{.}}
        {{ end }}
        {{ range .Updated.Images }}{{ .Name }}{{ end }}
`
    expect(migrate(text).text).toContain('{{ range $file, $_ := .Changed.FileChanges }}{{ $file }}{{ end }}')
    expect(migrate(text).text).toContain('{{ range .Changed.Changes -}}\n        - {{.NewValue}}\n        {{ end }}\n')
    expect(messages(text)).toEqual([
      '1 done ImageUpdateAutomation v1beta2 -> v1',
      '12 done ImageUpdateAutomation .Updated.Files -> .Changed.FileChanges in the commit template',
      '13 done ImageUpdateAutomation .Updated.Images -> .Changed.Changes with .NewValue in the commit template',
      expect.stringMatching(/^16 manual ImageUpdateAutomation \.Updated\.Images is gone from commit templates/),
    ])
  })

  it.each([
    ['{{range .Updated.Images}}{{println .}}{{end}}', '{{range .Changed.Changes}}{{println .NewValue}}{{end}}'],
    [
      '{{ range .Updated.Images }}{{ printf "- %s\\n" . }}{{ end }}',
      '{{ range .Changed.Changes }}{{ printf "- %s\\n" .NewValue }}{{ end }}',
    ],
    [
      '{{range .Updated.Images}}{{. | println}}, {{- print . -}}{{end}}',
      '{{range .Changed.Changes}}{{.NewValue | println}}, {{- print .NewValue -}}{{end}}',
    ],
    ['{{range .Updated.Images}}{{println .Name}}{{end}}', undefined],
    ['{{range .Updated.Images}}{{printf "%s %s" . $.Name}}{{end}}', undefined],
    ['{{range .Updated.Images}}{{len .}}{{end}}', undefined],
  ])('a loop that only prints images: %s', (template, now) => {
    const text = (value: string) => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: a}
spec:
  interval: 5m
  sourceRef: {kind: GitRepository, name: a}
  git:
    commit:
      author: {email: a@example.com}
      messageTemplate: |
        ${value}
`
    expect(migrate(text(template)).text).toBe(now && text(now))
    expect(messages(text(template))).toEqual([expect.stringContaining(now ? ' done ' : ' manual ')])
  })

  it('moves a patch that is itself an object of an old version', () => {
    const text = `apiVersion: kustomize.toolkit.fluxcd.io/v1beta2
kind: Kustomization
metadata: {name: k}
spec:
  interval: 5m
  prune: true
  sourceRef: {kind: GitRepository, name: k}
  patchesStrategicMerge:
  - apiVersion: helm.toolkit.fluxcd.io/v2beta1
    kind: HelmRelease
    metadata: {name: all}
    spec: {chart: {spec: {valuesFile: x.yaml}}}
`
    const first = migrate(text)
    expect(first.text).toContain(
      '  patches:\n  - patch: |\n      apiVersion: helm.toolkit.fluxcd.io/v2\n      kind: HelmRelease\n',
    )
    expect(first.items.map(({line, kind}) => `${line} ${kind}`)).toEqual(['1 done', '8 done', '9 done', '12 manual'])
  })

  it('takes a reference for what it is', () => {
    const text = `apiVersion: notification.toolkit.fluxcd.io/v1
kind: Receiver
metadata: {name: r}
spec:
  type: github
  secretRef: {name: t}
  resources:
  - apiVersion: source.toolkit.fluxcd.io/v1beta2
    kind: GitRepository
    name: webapp
`
    expect(messages(text)).toEqual(['8 done GitRepository v1beta2 -> v1'])
  })

  it('says of each field the line that it had, whatever the rewrites add and take away', () => {
    const release = (count: number) =>
      [
        'apiVersion: helm.toolkit.fluxcd.io/v2beta1',
        'kind: HelmRelease',
        'metadata: {name: a}',
        'spec:',
        '  interval: 5m',
        '  postRenderers:',
        '  - kustomize:',
        '      patchesJson6902:',
        ...Array.from({length: count}, () => '      - {target: {kind: Deployment}, patch: [{op: add, path: /x, value: y}]}'),
        '  valuesFile: x.yaml',
        '  chart:',
        '    spec:',
        '      chart: a',
        '      valuesFile: &x [a]',
        '      sourceRef: {kind: HelmRepository, name: a}',
        '---',
        'apiVersion: source.toolkit.fluxcd.io/v1beta2',
        'kind: HelmRepository',
        'metadata: {name: b}',
        'spec: {zonk: 1, url: https://x}',
      ].join('\n')
    for (const count of [1, 4]) {
      expect(messages(release(count))).toEqual([
        '1 done HelmRelease v2beta1 -> v2',
        '8 done HelmRelease spec.postRenderers[0].kustomize.patchesJson6902 -> patches',
        `${count + 9} manual HelmRelease has no field spec.valuesFile in helm.toolkit.fluxcd.io/v2: the server drops it`,
        `${count + 13} manual HelmRelease spec.chart.spec.valuesFile is gone: make it the first entry of valuesFiles`,
        `${count + 16} done HelmRepository v1beta2 -> v1`,
        `${count + 19} manual HelmRepository has no field spec.zonk in source.toolkit.fluxcd.io/v1: the server drops it`,
      ])
    }
  })

  it('says what has no successor and what the new version does not know', () => {
    const text = release(
      '  chart: {spec: {chart: web, sourceRef: {kind: HelmRepository, name: c}}}\n  rollback:\n    recreate: true\n  nonsense:\n    a: 1\n',
    )
    expect(messages(text)).toEqual([
      '2 done HelmRelease v2beta2 -> v2',
      '10 manual HelmRelease spec.rollback.recreate has no effect any more and no successor: remove it',
      '11 manual HelmRelease has no field spec.nonsense in helm.toolkit.fluxcd.io/v2: the server drops it',
    ])
  })
})

describe('objects with a forgotten --- between them', () => {
  const text = `# first
apiVersion: source.toolkit.fluxcd.io/v1beta2
kind: GitRepository
metadata: {name: a}
spec:
  interval: 1m # often
  url: https://git.example.com/a
# second
apiVersion: "helm.toolkit.fluxcd.io/v2beta1"
kind: HelmRelease
metadata:
  name: b
spec:
  interval: 1m
  upgrade: {preserveValues: true}
  lost: field
kind: Alert
apiVersion: notification.toolkit.fluxcd.io/v1beta1
metadata: {name: c}
spec:
  summary: hello
  providerRef: {name: p}
  eventSources: []
`

  it('are all brought to their versions, as by flux, and their fields looked at; the missing line is told', () => {
    const {text: now, items} = migrate(text)
    const upgraded = text.replace('v1beta2', 'v1').replace('v2beta1', 'v2').replace('/v1beta1', '/v1beta3')
    expect(now).toBe(upgraded.replace('  summary: hello\n', '  eventMetadata:\n    summary: hello\n'))
    const told = items.map(({line, kind, message}) => `${line} ${kind} ${message}`)
    expect(told).toEqual(
      expect.arrayContaining([
        '2 done GitRepository v1beta2 -> v1',
        '9 done HelmRelease v2beta1 -> v2',
        '9 fault another object begins in the same document (apiVersion stands twice): put --- in front of this line',
        '17 fault another object begins in the same document (kind stands twice): put --- in front of this line',
        '18 done Alert v1beta1 -> v1beta3',
        '16 manual HelmRelease has no field spec.lost in helm.toolkit.fluxcd.io/v2: the server drops it',
      ]),
    )
  })

  it('are told again once they are migrated', () => {
    const again = migrate(migrate(text).text!)
    expect(again.text).toBeUndefined()
    expect(again.items.filter(({kind}) => kind === 'fault').map(({line}) => line)).toEqual([9, 17])
  })

  it('are objects in lists and flow style, too', () => {
    const list = `apiVersion: v1
kind: List
items:
- apiVersion: helm.toolkit.fluxcd.io/v2beta1
  kind: HelmRelease
  apiVersion: helm.toolkit.fluxcd.io/v2beta2
  kind: HelmRelease
- {kind: Bucket, apiVersion: source.toolkit.fluxcd.io/v1beta2, kind: HelmChart, apiVersion: source.toolkit.fluxcd.io/v1beta1}
`
    expect(migrate(list).text).toBe(
      list.replace('v2beta1', 'v2').replace('v2beta2', 'v2').replace('v1beta2', 'v1').replace('v1beta1', 'v1'),
    )
  })

  it('one key alone that stands twice is told, and both are migrated: nobody knows which is meant', () => {
    const twice = `apiVersion: helm.toolkit.fluxcd.io/v2beta2
kind: HelmRelease
metadata: {name: a}
apiVersion: helm.toolkit.fluxcd.io/v2beta1
`
    expect(migrate(twice).text).toBe(twice.replace('v2beta2', 'v2').replace('v2beta1', 'v2'))
    expect(messages(twice)).toEqual([
      '1 done HelmRelease v2beta2 -> v2',
      '4 done HelmRelease v2beta1 -> v2',
      '4 fault apiVersion stands twice in one object: take one of them away',
    ])
  })

  it('nothing is told of what is none of ours', () => {
    const other = 'apiVersion: v1\nkind: A\napiVersion: v1\nkind: B\nnote: fluxcd.io\n'
    expect(migrate(other)).toEqual({items: [], text: undefined})
  })
})
