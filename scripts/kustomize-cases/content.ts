import {based, build, type Case, configMap, OBJECTS, overlay, WORKLOADS, widget} from './case.js'

const indent = (text: string, by: string) => text.replace(/^(?=.)/gm, by)
const DEPLOYMENT = WORKLOADS.Deployment!

/** Generators, replacements and vars. */
export function cases(): Case[] {
  return [...generators(), ...behaviors(), ...replacements(), ...structured(), ...vars()]
}

function generators(): Case[] {
  const list: Case[] = []
  const files = {
    'a.txt': 'text\n',
    'noeol.txt': 'text',
    'empty.txt': '',
    'tabs.txt': 'a\tb\n',
    'crlf.txt': 'a\r\nb\r\n',
    'uni.txt': 'é日本😀\n',
    'conf/x.properties': 'a=1\nb=2\n',
    'one.env': 'A=1\nB="two"\n# note\n\nC=\nD\n  E=lead\nF=a=b\nG= spaced \n',
    'two.env': 'X=1\r\nY=2\r\n',
    'bom.env': '\ufeffA=1\n',
    'dup.env': 'A=1\nA=2\n',
  }
  const options: Readonly<Record<string, string>> = {
    literals: "literals: [a=b, 'c=\"quoted\"', \"d='single'\", e=, f=a=b, 'g=x y', 'h= ']",
    'literals of yaml words': 'literals: [a=true, b=1, c=null, d=1.0, e=~, f=yes]',
    'literals over lines': 'literals:\n  - |-\n    a=line 1\n    line 2\n',
    'literal without value': 'literals: [abc]',
    'literal without name': 'literals: ["=abc"]',
    'literal twice': 'literals: [a=1, a=2]',
    files: 'files: [a.txt, noeol.txt, empty.txt, tabs.txt, crlf.txt, uni.txt]',
    'files with names': 'files: [x=a.txt, conf/x.properties, "y.z=conf/x.properties"]',
    'file missing': 'files: [nope.txt]',
    'file without name': 'files: ["=a.txt"]',
    'file without path': 'files: ["a="]',
    'file with two signs': 'files: ["a=b=c"]',
    'file is a folder': 'files: [conf]',
    'file outside': 'files: [../a.txt]',
    envs: 'envs: [one.env, two.env]',
    env: 'env: one.env',
    'env with mark': 'envs: [bom.env]',
    'env twice': 'envs: [dup.env]',
    'env missing': 'envs: [nope.env]',
    everything: 'literals: [l=1]\n  files: [a.txt]\n  envs: [one.env]',
    nothing: '',
    options: 'literals: [a=b]\n  options:\n    labels: {l: "1"}\n    annotations: {n: "true"}\n    immutable: true\n',
    'without hash': 'literals: [a=b]\n  options:\n    disableNameSuffixHash: true\n',
    namespace: 'namespace: ns\n  literals: [a=b]',
    'odd key': 'literals: ["a/b c=1"]',
    'unknown field': 'literals: [a=b]\n  foo: bar',
  }
  for (const [name, option] of Object.entries(options)) {
    for (const kind of ['configMap', 'secret'])
      list.push(overlay(`${kind} ${name}`, [], `${kind}Generator:\n- name: gen\n  ${option}\n`, files))
  }
  const globals = 'generatorOptions:\n  labels: {g: "1", l: global}\n  annotations: {ga: x}\n'
  list.push(
    overlay('secret type', [], 'secretGenerator:\n- name: s\n  type: kubernetes.io/tls\n  literals: [a=b]\n'),
    overlay(
      'secret long',
      [],
      `secretGenerator:\n- name: s\n  literals: [a=${'x'.repeat(100)}, b=${'y'.repeat(52)}, c=${'z'.repeat(51)}]\n`,
    ),
    overlay('without a name', [], 'configMapGenerator:\n- literals: [a=b]\n'),
    overlay(
      'options for all',
      [],
      `${globals}configMapGenerator:\n- name: a\n  literals: [a=b]\n  options:\n    labels: {l: own}\n- name: b\nsecretGenerator:\n- name: c\n`,
    ),
    overlay(
      'options for all, no hash',
      [],
      `${globals}  disableNameSuffixHash: true\n  immutable: true\nconfigMapGenerator:\n- name: a\n  literals: [a=b]\n`,
    ),
    overlay(
      'references',
      [DEPLOYMENT],
      'namePrefix: p-\nconfigMapGenerator:\n- name: cm\n  literals: [a=b]\nsecretGenerator:\n- name: sec\n  literals: [a=b]\n',
    ),
    overlay(
      'references in an annotation',
      [OBJECTS.Ingress!],
      'configMapGenerator:\n- name: cm\n  literals: [a=b]\nsecretGenerator:\n- name: sec\n  literals: [a=b]\n',
    ),
    overlay(
      'hash of what is patched',
      [],
      'configMapGenerator:\n- name: a\n  literals: [a=b]\npatches:\n- patch: |\n    apiVersion: v1\n    kind: ConfigMap\n    metadata:\n      name: a\n    data:\n      c: d\n',
    ),
    overlay('hash with labels', [], 'commonLabels: {a: b}\nconfigMapGenerator:\n- name: a\n  literals: [a=b]\n'),
    overlay('hash with signs', [], 'configMapGenerator:\n- name: a\n  literals: ["a=<b>&c", "u=\\u2028é"]\n'),
    overlay('generated twice', [], 'configMapGenerator:\n- name: a\n  literals: [a=b]\n- name: a\n  literals: [c=d]\n'),
    overlay(
      'same name, other kinds',
      [],
      'configMapGenerator:\n- name: a\n  literals: [a=b]\nsecretGenerator:\n- name: a\n  literals: [c=d]\n',
    ),
    overlay(
      'needs-hash by hand',
      [
        configMap('a', 'data:\n  k: v\n', '  annotations:\n    internal.config.kubernetes.io/needsHashSuffix: enabled\n'),
        widget('  a: 1\n'),
      ],
      '',
    ),
  )
  return list
}

function behaviors(): Case[] {
  const list: Case[] = []
  const bases: Readonly<Record<string, string>> = {
    generated:
      'configMapGenerator:\n- name: a\n  literals: [k=v, l=w]\n  options:\n    labels: {b: base}\n    annotations: {n: base}\nsecretGenerator:\n- name: a\n  literals: [k=v]\n',
    'generated with prefix': 'namePrefix: b-\nconfigMapGenerator:\n- name: a\n  literals: [k=v, l=w]\n',
    'generated without hash': 'configMapGenerator:\n- name: a\n  literals: [k=v]\n  options:\n    disableNameSuffixHash: true\n',
    'generated in a namespace': 'configMapGenerator:\n- name: a\n  namespace: ns\n  literals: [k=v]\n',
  }
  for (const [base, fields] of Object.entries(bases)) {
    for (const behavior of ['create', 'merge', 'replace', 'unknown']) {
      list.push(
        based(
          `${base}, then ${behavior}`,
          [],
          fields,
          `configMapGenerator:\n- name: a\n  behavior: ${behavior}\n  literals: [k=new, m=x]\n  options:\n    labels: {t: top}\n`,
        ),
      )
    }
  }
  const plain = configMap('a', 'data:\n  k: v\n  n: 1\nbinaryData:\n  b: AAEC\n')
  list.push(
    based(
      'plain, then merge',
      [plain, DEPLOYMENT],
      '',
      'configMapGenerator:\n- name: a\n  behavior: merge\n  literals: [k=new]\n',
    ),
    based('plain, then replace', [plain], '', 'configMapGenerator:\n- name: a\n  behavior: replace\n  literals: [k=new]\n'),
    overlay('plain, then create', [plain], 'configMapGenerator:\n- name: a\n  literals: [k=new]\n'),
    based(
      'merge in another namespace',
      [plain.replace('name: a\n', 'name: a\n  namespace: ns\n')],
      '',
      'configMapGenerator:\n- name: a\n  behavior: merge\n  literals: [k=new]\n',
    ),
    based(
      'merge with the namespace',
      [plain.replace('name: a\n', 'name: a\n  namespace: ns\n')],
      '',
      'configMapGenerator:\n- name: a\n  namespace: ns\n  behavior: merge\n  literals: [k=new]\n',
    ),
    based(
      'merge without hash',
      [],
      'configMapGenerator:\n- name: a\n  literals: [k=v]\n',
      'configMapGenerator:\n- name: a\n  behavior: merge\n  literals: [k=new]\n  options:\n    disableNameSuffixHash: true\n',
    ),
    based('merge a secret', [OBJECTS.Secret!], '', 'secretGenerator:\n- name: sec\n  behavior: merge\n  literals: [k=new]\n'),
    based(
      'immutable merge',
      [],
      'configMapGenerator:\n- name: a\n  literals: [k=v]\n  options:\n    immutable: true\n',
      'configMapGenerator:\n- name: a\n  behavior: merge\n  literals: [x=y]\n',
    ),
  )
  return list
}

const SOURCE = configMap('src', 'data:\n  host: db.example.com\n  port: "5432"\n  image: reg.io/app:v1\n  yaml: |\n    a: 1\n')
const TARGET = `${DEPLOYMENT}---\n${widget('  size: 1\n  text: old\n  ref:\n    name: old\n  list:\n  - name: a\n    v: 1\n  - name: b\n    v: 2\n  words: [x, y]\n  map: {a: b}\n', 'tgt')}`

function replacement(source: string, targets: string): string {
  return `replacements:\n- source:\n${indent(source, '    ')}\n  targets:\n${indent(targets, '  ')}\n`
}

const from = (path: string, more = '') => `kind: ConfigMap\nname: src\nfieldPath: ${path}${more}`
const to = (paths: readonly string[], more = '', select = 'kind: Widget') =>
  `- select:\n${indent(select, '    ')}\n  fieldPaths:\n${paths.map((path) => `  - ${path}`).join('\n')}${more}`

function replacements(): Case[] {
  const one = (name: string, source: string, targets: string, extra: readonly string[] = []) =>
    overlay(`replacement ${name}`, [SOURCE, TARGET, ...extra], replacement(source, targets))
  const paths: Readonly<Record<string, string>> = {
    'a field': 'spec.text',
    'a number': 'spec.size',
    'below a map': 'spec.ref.name',
    'by name in a list': 'spec.list.[name=b].v',
    'by number in a list': 'spec.list.0.v',
    'past a list': 'spec.list.7.v',
    'all in a list': 'spec.list.*.v',
    'primitive in a list': 'spec.words.[=x]',
    'expression in a list': 'spec.list.[name=.*].v',
    'a whole map': 'spec.map',
    nothing: 'spec.nope',
    'nothing deep': 'spec.a.b.c',
    'last of a list': 'spec.words.-',
    'an annotation': 'metadata.annotations.[a.b/c]',
    'a label': 'metadata.labels.x',
    'the name': 'metadata.name',
    'below a scalar': 'spec.text.x',
    'wildcard on a map': 'spec.ref.*',
  }
  const list: Case[] = []
  for (const [name, path] of Object.entries(paths)) {
    list.push(one(`of ${name}`, from('data.port'), to([path])))
    list.push(one(`creating ${name}`, from('data.port'), to([path], '\n  options:\n    create: true')))
  }
  for (const [name, options] of Object.entries({
    first: 'delimiter: "/"\n    index: 0',
    second: 'delimiter: "/"\n    index: 1',
    before: 'delimiter: "/"\n    index: -1',
    after: 'delimiter: "/"\n    index: 9',
    'without delimiter': 'index: 1',
    'by colon': 'delimiter: ":"\n    index: 1',
  })) {
    const target = 'spec.template.spec.containers.[name=main].image'
    list.push(one(`part ${name}`, from('data.host'), to([target], `\n  options:\n    ${options}`, 'kind: Deployment')))
    list.push(
      one(`from part ${name}`, from('data.image', `\noptions:\n  ${options.replaceAll('\n  ', '\n')}`), to(['spec.text'])),
    )
  }
  list.push(
    one('of the name by default', 'kind: ConfigMap\nname: src', to(['spec.text'])),
    one('from nothing', from('data.nope'), to(['spec.text'])),
    one('from nobody', 'kind: ConfigMap\nname: nope', to(['spec.text'])),
    one('from many', 'version: v1', to(['spec.text']), [configMap('other')]),
    one('to many', from('data.port'), to(['metadata.annotations.x'], '\n  options:\n    create: true', 'namespace: default'), []),
    one('to everything', from('data.port'), to(['metadata.annotations.x'], '\n  options:\n    create: true', 'name: .*')),
    one(
      'rejecting',
      from('data.port'),
      `${to(['metadata.annotations.x'], '\n  options:\n    create: true', 'name: .*')}\n  reject:\n  - kind: ConfigMap\n  - name: tgt`,
    ),
    one(
      'rejecting by label',
      from('data.port'),
      `${to(['metadata.annotations.x'], '\n  options:\n    create: true', 'name: .*')}\n  reject:\n  - labelSelector: app=x`,
    ),
    one(
      'selecting by label',
      from('data.port'),
      to(['metadata.annotations.x'], '\n  options:\n    create: true', 'labelSelector: app'),
      [configMap('l', '', '  labels: {app: x}\n')],
    ),
    one(
      'selecting by expression',
      from('data.port'),
      to(['metadata.annotations.x'], '\n  options:\n    create: true', 'kind: Wid.*|Deployment'),
    ),
    one('many fields', from('data.host'), to(['spec.text', 'spec.ref.name', 'spec.list.*.name'])),
    one('map to scalar', from('data'), to(['spec.text'])),
    one('map to map', from('data'), to(['spec.map'])),
    one('map created', from('data'), to(['spec.created'], '\n  options:\n    create: true')),
    one('list element created', from('data.host'), to(['spec.list.[name=new].v'], '\n  options:\n    create: true')),
    one('without field paths', from('data.host'), '- select:\n    kind: Widget'),
    one('without select', from('data.host'), '- fieldPaths: [spec.text]'),
    overlay(
      'replacement by sourceValue',
      [TARGET],
      'replacements:\n- sourceValue: fixed\n  targets:\n  - select: {kind: Widget}\n    fieldPaths: [spec.text, spec.size]\n',
    ),
    overlay(
      'replacement by sourceValue that is a number',
      [TARGET],
      'replacements:\n- sourceValue: "8080"\n  targets:\n  - select: {kind: Widget}\n    fieldPaths: [spec.text, spec.size, spec.new]\n    options: {create: true}\n',
    ),
    overlay(
      'replacement by both',
      [SOURCE, TARGET],
      'replacements:\n- sourceValue: fixed\n  source: {kind: ConfigMap, name: src}\n  targets:\n  - select: {kind: Widget}\n    fieldPaths: [spec.text]\n',
    ),
    overlay('replacement without source', [TARGET], 'replacements:\n- targets:\n  - select: {kind: Widget}\n'),
    overlay('replacement without targets', [SOURCE, TARGET], 'replacements:\n- source: {kind: ConfigMap, name: src}\n'),
    overlay(
      'replacement with no targets',
      [SOURCE, TARGET],
      'replacements:\n- source: {kind: ConfigMap, name: src}\n  targets: []\n',
    ),
    overlay('replacements from a file', [SOURCE, TARGET], 'replacements:\n- path: r.yaml\n', {
      'r.yaml': `source: {kind: ConfigMap, name: src, fieldPath: data.host}\ntargets:\n- select: {kind: Widget}\n  fieldPaths: [spec.text]\n`,
    }),
    overlay('replacements from a file with a list', [SOURCE, TARGET], 'replacements:\n- path: r.yaml\n', {
      'r.yaml': `- source: {kind: ConfigMap, name: src, fieldPath: data.host}\n  targets:\n  - select: {kind: Widget}\n    fieldPaths: [spec.text]\n`,
    }),
    overlay('replacements from a missing file', [SOURCE, TARGET], 'replacements:\n- path: nope.yaml\n'),
    based(
      'replacement by old name',
      [SOURCE, TARGET],
      'namePrefix: p-\n',
      replacement(from('data.host'), to(['spec.text'], '', 'kind: Widget\nname: tgt')),
    ),
    overlay(
      'replacement copies spelling',
      [widget('  a: 0644\n  b: "yes"\n  c: 1.50\n  d: [1, 2]\n', 'src'), widget('  x: 1\n  y: t\n  z: "q"\n', 'tgt')],
      ['a', 'b', 'c', 'd']
        .map(
          (key) =>
            `- source: {kind: Widget, name: src, fieldPath: spec.${key}}\n  targets:\n  - select: {name: tgt}\n    fieldPaths: [spec.x, spec.y, spec.z, spec.new${key}]\n    options: {create: true}\n`,
        )
        .join('')
        .replace(/^/, 'replacements:\n'),
    ),
  )
  return list
}

function structured(): Case[] {
  const target = configMap(
    'tgt',
    'data:\n  json: \'{"a": {"b": 1}, "l": [{"n": "x", "v": 1}]}\'\n  pretty: |-\n    {\n      "a": {\n        "b": "old"\n      }\n    }\n  yaml: |\n    # top\n    server:\n      port: 80 # the port\n      hosts:\n      - a\n      - b\n    name: "x"\n',
  )
  const one = (name: string, path: string, options = '') =>
    overlay(`inside text, ${name}`, [SOURCE, target], replacement(from('data.port'), to([path], options, 'name: tgt')))
  return [
    one('json', 'data.json.a.b'),
    one('json list', 'data.json.l.[n=x].v'),
    one('json created', 'data.json.a.new', '\n  options:\n    create: true'),
    one('json missing', 'data.json.a.nope'),
    one('pretty json', 'data.pretty.a.b'),
    one('yaml', 'data.yaml.server.port'),
    one('yaml list', 'data.yaml.server.hosts.1'),
    one('yaml text', 'data.yaml.name'),
  ]
}

function vars(): Case[] {
  const user = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  annotations:\n    a: $(HOST)\nspec:\n  containers:\n  - name: c\n    image: i\n    args: [$(HOST), "$$(HOST)", "pre-$(HOST)-$(PORT)", $(NOPE), "$(HOST", "$", "$x"]\n    command:\n    - $(PORT)\n    env:\n    - name: A\n      value: $(HOST)\n`
  const svc = OBJECTS.Service!
  const host = '- name: HOST\n  objref: {apiVersion: v1, kind: ConfigMap, name: src}\n  fieldref: {fieldPath: data.host}\n'
  const port =
    '- name: PORT\n  objref: {apiVersion: v1, kind: Service, name: svc}\n  fieldref: {fieldPath: "spec.ports[0].port"}\n'
  return [
    overlay('vars', [user, SOURCE, svc], `vars:\n${host}${port}`),
    overlay(
      'vars of the name',
      [user, SOURCE, svc],
      'namePrefix: p-\nvars:\n- name: HOST\n  objref: {apiVersion: v1, kind: Service, name: svc}\n',
    ),
    overlay('vars unused', [SOURCE], `vars:\n${host}`),
    overlay('vars of nothing', [user], `vars:\n${host}`),
    overlay(
      'vars of no field',
      [user, SOURCE],
      'vars:\n- name: HOST\n  objref: {apiVersion: v1, kind: ConfigMap, name: src}\n  fieldref: {fieldPath: data.nope}\n',
    ),
    overlay('vars twice', [user, SOURCE], `vars:\n${host}${host}`),
    based('vars in two layers', [user, SOURCE, svc], `vars:\n${host}`, `namePrefix: p-\nvars:\n${port}`),
    overlay(
      'vars of a map',
      [user, SOURCE],
      'vars:\n- name: HOST\n  objref: {apiVersion: v1, kind: ConfigMap, name: src}\n  fieldref: {fieldPath: data}\n',
    ),
    overlay('vars in own places', [SOURCE, widget('  where: "http://$(HOST)/"\n')], `vars:\n${host}configurations: [c.yaml]\n`, {
      'c.yaml': 'varReference:\n- path: spec/where\n  kind: Widget\n',
    }),
    build('vars ambiguous', {
      'kustomization.yaml': `resources: [a.yaml, b.yaml]\nvars:\n${host}`,
      'a.yaml': SOURCE.replace('name: src\n', 'name: src\n  namespace: a\n'),
      'b.yaml': SOURCE.replace('name: src\n', 'name: src\n  namespace: b\n'),
    }),
  ]
}
