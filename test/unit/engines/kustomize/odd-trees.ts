import fc from 'fast-check'
import type {Tree} from './trees.js'
import {trees} from './trees.js'

/** Scalars whose meaning or printing is easily lost. */
const SCALARS = [
  '0644',
  '0o17',
  '0x1F',
  '1_000',
  '1e3',
  '1.0',
  '.5',
  '+1',
  '-0',
  '08',
  '1:30',
  '~',
  'null',
  'Null',
  'yes',
  'No',
  'on',
  'TRUE',
  'y',
  '""',
  "''",
  '"1"',
  "'yes'",
  '"a\\tb"',
  "'it''s'",
  '2001-01-01',
  '2001-01-01 10:00:00',
  '!!str 12',
  '!!int "3"',
  '!!float 3',
  '9007199254740993',
  '12345678901234567890',
  '1e400',
  '"é\\u65e5"',
  'a: b'.replace(': ', ':'),
  '"a: b"',
  '"#x"',
  '"- x"',
  '"*a"',
  '<<',
  '=',
  '[]',
  '{}',
  '[1, a, "b"]',
  '{x: 1, y: "2"}',
  '|\n    one\n      two\n',
  '|-\n    one\n',
  '>\n    one\n    two\n\n    three\n',
  '>-\n    x\n',
  '"x\\ny\\n"',
  '!custom z',
  '.inf',
  '.nan',
  '$(VAR)',
  '&a v',
  'a b   c',
  'x # comment',
] as const

const ODD = fc.constantFrom(...SCALARS)

/** Changes of a text that keep it YAML, mostly. */
const change: fc.Arbitrary<(text: string) => string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.nat(40), ODD).map(([at, odd]) => (text: string) => {
      const places = [...text.matchAll(/^( *)((?:- )*)([\w./$-]+): (?![|>])\S.*$/gm)].filter(
        ([, , , key]) => !['apiVersion', 'kind', 'name', 'path', 'op'].includes(key!),
      )
      const place = places[at % Math.max(places.length, 1)]
      if (place === undefined) return text
      const pad = ' '.repeat(place[1]!.length + place[2]!.length)
      const value = odd.replaceAll('\n    ', `\n${pad}  `).replace(/\n$/, '')
      return `${text.slice(0, place.index)}${place[1]}${place[2]}${place[3]}: ${value}${text.slice(place.index + place[0].length)}`
    }),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.nat(40), ODD).map(([at, odd]) => (text: string) => {
      const places = [...text.matchAll(/^( *)- ([^:\n]*)$/gm)]
      const place = places[at % Math.max(places.length, 1)]
      if (place === undefined || odd.includes('\n')) return text
      return `${text.slice(0, place.index)}${place[1]}- ${odd}${text.slice(place.index + place[0].length)}`
    }),
  },
  fc.nat(40).map((at) => (text: string) => {
    const lines = text.split('\n')
    lines.splice(at % lines.length, 0, '# a comment')
    return lines.join('\n')
  }),
  fc.constant((text: string) => text.replaceAll('\n', '\r\n')),
  fc.constant((text: string) => `---\n${text}---\n`),
  fc.constant((text: string) => `\ufeff${text.replace('\ufeff', '')}`),
  fc.constant((text: string) => text.replace(/\n$/, '')),
  fc.constant((text: string) => text.replaceAll(/^( *)- /gm, '$1-   ')),
  fc.constant((text: string) => `${text}\n\n# end\n`),
  fc.constant((text: string) => (text.includes('labels:\n') ? text.replace('labels:\n', 'labels: &l\n') : text)),
  fc.constant((text: string) => text.replace(/^metadata:\n/m, 'metadata:\n  creationTimestamp: null\n')),
  fc.constant((text: string) => text.replace(/^(kind: .*)\n/m, '$1\nstatus: {}\n')),
)

const GENERATED = `- |-
  apiVersion: builtin
  kind: ConfigMapGenerator
  metadata:
    name: plugged
  literals:
  - a=1
`

/** Fields that a kustomization gets at its end, with the files that they need. */
const extra = fc.constantFrom<{readonly fields: string; readonly files?: Readonly<Record<string, string>>}>(
  {fields: 'vars:\n- name: VAR\n  objref: {kind: Service, name: app, apiVersion: v1}\n'},
  {
    fields:
      'vars:\n- name: VAR\n  objref: {kind: Deployment, name: web, apiVersion: apps/v1}\n  fieldref: {fieldpath: spec.replicas}\n',
  },
  {
    fields: 'configurations: [conf.yaml]\n',
    files: {
      'conf.yaml':
        'namePrefix:\n- path: metadata/annotations/note\ncommonLabels:\n- path: spec/sel\n  create: true\n  kind: Widget\n',
    },
  },
  {
    fields: 'configurations: [conf.yaml]\n',
    files: {
      'conf.yaml':
        'nameReference:\n- kind: ConfigMap\n  version: v1\n  fieldSpecs:\n  - path: spec/ref\n    kind: Widget\nimages:\n- path: spec/size\n  kind: Widget\nreplicas:\n- path: spec/size\n  kind: Widget\n',
    },
  },
  {fields: `generators:\n${GENERATED}`},
  {
    fields: `transformers:\n- |-\n  apiVersion: builtin\n  kind: PrefixTransformer\n  metadata: {name: x}\n  prefix: plug-\n  fieldSpecs:\n  - path: metadata/name\n`,
  },
  {
    fields: `transformers:\n- |-\n  apiVersion: builtin\n  kind: LabelTransformer\n  metadata: {name: x}\n  labels: {pl: "ug"}\n  fieldSpecs:\n  - path: metadata/labels\n    create: true\n  - path: spec/template/metadata/labels\n`,
  },
  {
    fields: `transformers:\n- |-\n  apiVersion: builtin\n  kind: NamespaceTransformer\n  metadata: {name: x, namespace: plugged}\n  unsetOnly: true\n  setRoleBindingSubjects: allServiceAccounts\n`,
  },
  {fields: `validators:\n- |-\n  apiVersion: builtin\n  kind: LabelTransformer\n  metadata: {name: x}\n  labels: {pl: "ug"}\n`},
  {
    fields: 'patchesStrategicMerge:\n- many.yaml\n',
    files: {
      'many.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec: {replicas: 9}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\ndata: {k: null, n: new}\n',
    },
  },
  {
    fields: 'patches:\n- path: many.yaml\n  target: {kind: ConfigMap}\n',
    files: {'many.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: any}\ndata: {added: "0644", k: null}\n'},
  },
  {
    fields: 'patchesJson6902:\n- target: {version: v1, kind: ConfigMap, name: app}\n  path: ops.json\n',
    files: {'ops.json': '[{"op": "add", "path": "/data", "value": {"j": "1"}}]'},
  },
  {
    fields: 'configMapGenerator:\n- name: from-files\n  envs: [a.env]\n  files: [b.bin, c=d.txt]\n',
    files: {'a.env': 'A=1\n# c\nB = "x y"\n\nC\n', 'b.bin': '\u0001\u0002\n', 'd.txt': 'é\n  \n'},
  },
  {
    fields: 'secretGenerator:\n- name: sec\n  type: Opaque\n  files: [b.bin]\n  literals: ["x=y\\nz"]\n',
    files: {'b.bin': '\u0000\u0001'},
  },
  {
    fields: 'crds: [crd.json]\n',
    files: {
      'crd.json':
        '{"x.Widget": {"Schema": {"properties": {"spec": {"properties": {"ref": {"x-kubernetes-object-ref-api-version": "v1", "x-kubernetes-object-ref-kind": "ConfigMap"}}}}}}}',
    },
  },
  {fields: 'openapi: {version: v1.21.2}\n'},
  {
    fields: 'resources: [extra.yaml]\n',
    files: {
      'extra.yaml':
        'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: listed}\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: listed}\n  stringData: {a: "1"}\n',
    },
  },
  {
    fields:
      'replacements:\n- source: {kind: Deployment, fieldPath: "spec.template.spec.containers.0.image", options: {delimiter: ":", index: 0}}\n  targets:\n  - select: {kind: ConfigMap}\n    reject: [{name: app}]\n    fieldPaths: [data.k, "metadata.annotations.[a/b]", data.conf\\.yaml]\n    options: {create: true}\n',
  },
)

/** Trees as others write them: odd scalars, comments, anchors, line ends, and fields that are seldom used. */
export const oddTrees: fc.Arbitrary<Tree> = fc
  .record({
    tree: trees,
    changes: fc.array(fc.tuple(fc.nat(20), change), {maxLength: 4}),
    extras: fc.uniqueArray(extra, {maxLength: 1}),
  })
  .map(({tree, changes, extras}) => {
    const files: Record<string, string> = {...tree.files}
    const names = Object.keys(files)
    for (const [at, apply] of changes) {
      const name = names[at % names.length]!
      files[name] = apply(files[name]!)
    }
    for (const {fields, files: more} of extras) {
      const key = fields.slice(0, fields.indexOf(':'))
      const main = `${tree.path}/kustomization.yaml`
      if (new RegExp(`^${key}:`, 'm').test(files[main]!)) continue
      files[main] += fields
      for (const [name, content] of Object.entries(more ?? {})) files[`${tree.path}/${name}`] = content
    }
    return {path: tree.path, files}
  })
