import {build, type Case, configMap} from './case.js'
import {chartNamespaces} from './chart-namespaces.js'

const VALUES = `# the values
image: nginx
tags: [a, b]
deep:
  x: 1
  inner: {z: 2}
gone: soon
`

const SETTINGS = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-settings
  namespace: {{ .Release.Namespace }}
data:
  values: {{ .Values | toJson | quote }}
  kube: {{ .Capabilities.KubeVersion.Version }}
  foo: {{ .Capabilities.APIVersions.Has "foo/v1" | quote }}
  bar: {{ .Capabilities.APIVersions.Has "bar/v1" | quote }}
  chart: {{ .Chart.Name }}-{{ .Chart.Version }}
  release: {{ .Release.IsInstall | quote }}
`

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: main
        image: {{ .Values.image }}:1.0
        envFrom:
        - configMapRef:
            name: {{ .Release.Name }}-settings
`

const JOB = (name: string, hook: string) =>
  `apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: ${name}\n  annotations:\n    helm.sh/hook: ${hook}\n`

const CRD = 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: foos.example.com\n'

/** A chart with a bit of everything. */
function chart(home = 'charts', name = 'web', more: Record<string, string> = {}): Record<string, string> {
  const files: Record<string, string> = {
    'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: 1.2.3\n`,
    'values.yaml': VALUES,
    'templates/settings.yaml': SETTINGS,
    'templates/deployment.yaml': DEPLOYMENT,
    'templates/hook.yaml': JOB('hook', 'pre-install'),
    'templates/tests/test.yaml': JOB('check', 'test'),
    'crds/foo.yaml': CRD,
    ...more,
  }
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [`${home === '.' ? '' : `${home}/`}${name}/${path}`, text]),
  )
}

const withChart = (name: string, kustomization: string, more: Record<string, string> = {}): Case =>
  build(name, {...chart(), 'kustomization.yaml': kustomization, ...more})

const charts = (fields: string) => `helmCharts:\n- name: web\n${fields.replaceAll(/^(?=.)/gm, '  ')}`

/** Charts in a kustomization; recorded with `--enable-helm` and Helm 4. */
export function cases(): Case[] {
  return [...fields(), ...values(), ...places(), ...together(), ...refusals(), ...chartNamespaces()].map((test) => ({
    ...test,
    charts: true,
  }))
}

function fields(): Case[] {
  return [
    withChart('only a name', charts('')),
    withChart('a release', charts('releaseName: rel\n')),
    withChart('a namespace', charts('releaseName: rel\nnamespace: there\n')),
    withChart('crds', charts('includeCRDs: true\n')),
    withChart('no hooks', charts('skipHooks: true\n')),
    withChart('no tests', charts('skipTests: true\n')),
    withChart('neither hooks nor tests', charts('skipTests: true\nskipHooks: true\n')),
    withChart('API versions', charts('apiVersions: [foo/v1, bar/v1]\n')),
    withChart('a Kubernetes version', charts('kubeVersion: 1.30.1\n')),
    withChart('a Kubernetes version with a v', charts('kubeVersion: v1.31.0\n')),
    withChart('a name template', charts(`nameTemplate: 'pre-{{ "abc" | upper | lower }}'\n`)),
    withChart('a version without a repository', charts('version: 9.9.9\nreleaseName: rel\n')),
    withChart('debugging', charts('debug: true\n')),
    withChart('development versions', charts('devel: true\n')),
    withChart(
      'two charts',
      `${charts('releaseName: a\n')}- name: other\n  releaseName: b\n`,
      chart('charts', 'other', {'templates/deployment.yaml': ''}),
    ),
    withChart(
      'the old field',
      'helmChartInflationGenerator:\n- chartName: web\n  releaseName: old\n  releaseNamespace: there\n  valuesLocal: {image: local}\n',
    ),
    withChart(
      'the old field with a home',
      'helmChartInflationGenerator:\n- chartName: web\n  chartHome: more\n  values: v.yaml\n',
      {
        ...chart('more'),
        'v.yaml': 'image: from-file\n',
      },
    ),
  ]
}

function values(): Case[] {
  const inline = 'valuesInline:\n  image: inline\n  deep:\n    inner: {q: 5}\n  tags: [c]\n'
  const file = {'v.yaml': 'image: file\ndeep: {inner: {f: 1}}\ntags: [f]\nlist: [1, 2]\n'}
  return [
    withChart('values inline', charts(inline)),
    withChart('values inline, empty', charts('valuesInline: {}\n')),
    withChart('values inline, null', charts('valuesInline:\n  gone: null\n  deep: null\n')),
    withChart(
      'values inline, kinds',
      charts(
        'valuesInline: {a: 1, b: 1.5, c: true, d: "1", e: null, f: [], g: {}, h: 1e3, i: 0x10, j: 012, k: "yes", l: 12345678901}\n',
      ),
    ),
    withChart('values inline, odd keys', charts('valuesInline: {"a.b/c": 1, "1": one, "true": two, "a b": 3}\n')),
    withChart('a values file', charts('valuesFile: v.yaml\n'), file),
    withChart('a values file below', charts('valuesFile: conf/v.yaml\n'), {'conf/v.yaml': 'image: below\n'}),
    withChart('a values file and values inline', charts(`valuesFile: v.yaml\n${inline}`), file),
    withChart('valuesMerge override', charts(`valuesFile: v.yaml\nvaluesMerge: override\n${inline}`), file),
    withChart('valuesMerge merge', charts(`valuesFile: v.yaml\nvaluesMerge: merge\n${inline}`), file),
    withChart('valuesMerge replace', charts(`valuesFile: v.yaml\nvaluesMerge: replace\n${inline}`), file),
    withChart(
      'valuesMerge merge with a null inline',
      charts('valuesMerge: merge\nvaluesInline: {gone: null, more: null, image: x}\n'),
    ),
    withChart('valuesMerge override with a null in the file', charts('valuesFile: v.yaml\nvaluesInline: {a: 1}\n'), {
      'v.yaml': 'a: null\nb: null\ngone: null\n',
    }),
    withChart('valuesMerge replace alone', charts('valuesMerge: replace\n')),
    withChart('additional files', charts('additionalValuesFiles: [one.yaml, two.yaml]\n'), {
      'one.yaml': 'image: one\ndeep: {x: 9}\n',
      'two.yaml': 'image: two\n',
    }),
    withChart('additional files and values inline', charts(`additionalValuesFiles: [one.yaml]\n${inline}`), {
      'one.yaml': 'image: one\ndeep: null\n',
    }),
    withChart('everything', charts(`additionalValuesFiles: [one.yaml]\nvaluesFile: v.yaml\nvaluesMerge: merge\n${inline}`), {
      ...file,
      'one.yaml': 'image: one\n',
    }),
    withChart('lists of maps', charts('valuesFile: v.yaml\nvaluesInline:\n  env: [{name: B, value: b}]\n'), {
      'v.yaml': 'env:\n- name: A\n  value: a\n',
    }),
    withChart('an empty values file', charts('valuesFile: v.yaml\n'), {'v.yaml': ''}),
    withChart('an empty values file and values inline', charts('valuesFile: v.yaml\nvaluesInline: {a: 1}\n'), {'v.yaml': ''}),
    withChart('a values file of comments', charts('valuesFile: v.yaml\nvaluesInline: {a: 1}\n'), {'v.yaml': '# nothing\n'}),
    withChart('anchors in the values file', charts('valuesFile: v.yaml\nvaluesInline: {a: 1}\n'), {
      'v.yaml': 'x: &x {p: 1}\ny: *x\nz: {<<: *x, q: 2}\n',
    }),
  ]
}

function places(): Case[] {
  return [
    build('another home', {...chart('lib'), 'kustomization.yaml': `helmGlobals:\n  chartHome: lib\n${charts('')}`}),
    build('a home below', {...chart('a/b'), 'kustomization.yaml': `helmGlobals: {chartHome: ./a/b/}\n${charts('')}`}),
    build(
      'a home outside',
      {...chart('lib'), 'app/kustomization.yaml': `helmGlobals: {chartHome: ../lib}\n${charts('')}`},
      'app',
    ),
    build(
      'a home outside, with a values file',
      {
        ...chart('lib'),
        'app/v.yaml': 'image: x\n',
        'app/kustomization.yaml': `helmGlobals: {chartHome: ../lib}\n${charts('valuesFile: v.yaml\n')}`,
      },
      'app',
    ),
    build('a pulled chart', {
      ...chart('charts/web-1.2.3'),
      'kustomization.yaml': charts('repo: https://example.invalid\nversion: 1.2.3\n'),
    }),
    build(
      'a chart of a base',
      {
        ...chart('base/charts'),
        'base/kustomization.yaml': charts('releaseName: rel\n'),
        'top/kustomization.yaml': 'resources: [../base]\nnamePrefix: p-\n',
      },
      'top',
    ),
    build(
      'a chart of a component',
      {
        ...chart('part/charts'),
        'part/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${charts('releaseName: rel\n')}`,
        'top/kustomization.yaml': 'components: [../part]\n',
      },
      'top',
    ),
    build('a plugin', {
      ...chart(),
      'kustomization.yaml': 'generators: [gen.yaml]\nnamespace: over\n',
      'gen.yaml':
        'apiVersion: builtin\nkind: HelmChartInflationGenerator\nmetadata:\n  name: gen\nname: web\nreleaseName: rel\nnamespace: there\nvaluesInline: {image: plugin}\n',
    }),
    build('a plugin with a home', {
      ...chart('lib'),
      'kustomization.yaml':
        'generators:\n- |-\n  apiVersion: builtin\n  kind: HelmChartInflationGenerator\n  metadata: {name: gen}\n  name: web\n  chartHome: lib\n  includeCRDs: true\n',
    }),
    withChart('a name with a slash', 'helmCharts:\n- name: sub/web\n', chart('charts/sub')),
    build('a chart in the folder itself', {
      ...chart('.', 'web'),
      'kustomization.yaml': `helmGlobals: {chartHome: .}\n${charts('')}`,
    }),
  ]
}

function together(): Case[] {
  const all = charts('releaseName: rel\nnamespace: there\n')
  return [
    withChart('a namespace over it', `namespace: over\n${all}`),
    withChart('a namespace over it, and a resource', `namespace: over\nresources: [cm.yaml]\n${all}`, {
      'cm.yaml': configMap('own'),
    }),
    withChart('prefix and suffix', `namePrefix: p-\nnameSuffix: -s\n${all}`),
    withChart('labels', `labels:\n- pairs: {team: x}\n  includeSelectors: true\n${all}`),
    withChart('annotations', `commonAnnotations: {a: b}\n${all}`),
    withChart('images', `images:\n- name: nginx\n  newTag: "2"\n${all}`),
    withChart(
      'patches',
      `patches:\n- target: {kind: Deployment}\n  patch: '[{op: add, path: /spec/replicas, value: 3}]'\n- patch: |\n    apiVersion: batch/v1\n    kind: Job\n    metadata: {name: hook}\n    $patch: delete\n${all}`,
    ),
    withChart(
      'replacements',
      `replacements:\n- source: {kind: ConfigMap, fieldPath: data.kube}\n  targets:\n  - select: {kind: Deployment}\n    fieldPaths: [metadata.labels.kube]\n    options: {create: true}\n${all}`,
    ),
    withChart('generators beside it', `configMapGenerator:\n- name: gen\n  literals: [a=b]\nresources: [cm.yaml]\n${all}`, {
      'cm.yaml': configMap('own'),
    }),
    withChart('origins', `buildMetadata: [originAnnotations, transformerAnnotations, managedByLabel]\nnamePrefix: p-\n${all}`),
    withChart('legacy order', `sortOptions: {order: legacy}\n${all}`),
    withChart('fifo order', `sortOptions: {order: fifo}\nresources: [cm.yaml]\n${all}`, {'cm.yaml': configMap('own')}),
    withChart('an object that is there already', `resources: [cm.yaml]\n${all}`, {
      'cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: rel-settings\n  namespace: there\n',
    }),
    build(
      'a namespace in a layer above',
      {
        ...chart('base/charts'),
        'base/kustomization.yaml': all,
        'top/kustomization.yaml': 'resources: [../base]\nnamespace: over\n',
      },
      'top',
    ),
    withChart('a list', all, {
      'charts/web/templates/list.yaml': `apiVersion: v1\nkind: List\nitems:\n- ${configMap('one').trim().replaceAll('\n', '\n  ')}\n`,
    }),
    withChart('empty documents', all, {'charts/web/templates/empty.yaml': '---\n# nothing\n---\n{{ if false }}x{{ end }}\n'}),
    withChart('notes and partials', all, {
      'charts/web/templates/NOTES.txt': 'Thanks for {{ .Release.Name }}\n',
      'charts/web/templates/_helpers.tpl': '{{ define "x" }}{{ end }}',
    }),
    withChart('a subchart', all, {
      'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.2.3\ndependencies:\n- name: sub\n  version: 0.1.0\n',
      'charts/web/charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 0.1.0\n',
      'charts/web/charts/sub/values.yaml': 'v: 1\n',
      'charts/web/charts/sub/templates/cm.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: sub\ndata:\n  v: {{ .Values.v | quote }}\n',
    }),
    withChart('ignored files', all, {
      'charts/web/.helmignore': 'templates/hook.yaml\n',
    }),
    withChart('a schema that holds', all, {'charts/web/values.schema.json': '{"properties": {"image": {"type": "string"}}}'}),
  ]
}

function refusals(): Case[] {
  return [
    build('no such chart', {'kustomization.yaml': charts('')}),
    build('a chart without a name', {'kustomization.yaml': 'helmCharts:\n- releaseName: x\n'}),
    build('a file for a chart', {'charts/web': 'x', 'v.yaml': '', 'kustomization.yaml': charts('valuesFile: v.yaml\n')}),
    withChart('an unknown valuesMerge', charts('valuesMerge: sideways\n')),
    withChart('an unknown field', charts('wrong: x\n')),
    withChart('a missing values file', charts('valuesFile: nope.yaml\n')),
    withChart('a missing values file and values inline', charts('valuesFile: nope.yaml\nvaluesInline: {a: 1}\n')),
    withChart('a missing additional file', charts('additionalValuesFiles: [nope.yaml]\n')),
    build(
      'a values file outside',
      {...chart('app/charts'), 'v.yaml': '', 'app/kustomization.yaml': charts('valuesFile: ../v.yaml\n')},
      'app',
    ),
    build(
      'an additional file outside',
      {...chart('app/charts'), 'v.yaml': '', 'app/kustomization.yaml': charts('additionalValuesFiles: [../v.yaml]\n')},
      'app',
    ),
    withChart('a values file that is no map', charts('valuesFile: v.yaml\n'), {'v.yaml': '- a\n'}),
    withChart('a values file that is no map, and values inline', charts('valuesFile: v.yaml\nvaluesInline: {a: 1}\n'), {
      'v.yaml': '- a\n',
    }),
    withChart('a values file that is no YAML', charts('valuesFile: v.yaml\nvaluesInline: {a: 1}\n'), {'v.yaml': 'a: b: c\n'}),
    withChart('a name and a name template', charts('releaseName: a\nnameTemplate: b\n')),
    withChart('a bad Kubernetes version', charts('kubeVersion: new\n')),
    withChart('a bad release name', charts('releaseName: Not_Good\n')),
    withChart('a template with a fault', charts(''), {'charts/web/templates/bad.yaml': '{{ required "say who" .Values.who }}\n'}),
    withChart('a schema that does not hold', charts(''), {
      'charts/web/values.schema.json': '{"properties": {"image": {"type": "number"}}}',
    }),
    withChart('a library', charts(''), {'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.2.3\ntype: library\n'}),
    withChart('a missing dependency', charts(''), {
      'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.2.3\ndependencies:\n- name: sub\n  version: 0.1.0\n',
    }),
    withChart('no Chart.yaml', 'helmCharts:\n- name: bare\n', {'charts/bare/values.yaml': ''}),
    build('no values.yaml', {
      'kustomization.yaml': 'helmCharts:\n- name: bare\n',
      'charts/bare/Chart.yaml': 'apiVersion: v2\nname: bare\nversion: 0.1.0\n',
      'charts/bare/templates/cm.yaml': configMap('bare'),
    }),
    build('no values.yaml but values inline', {
      'kustomization.yaml': 'helmCharts:\n- name: bare\n  valuesInline: {a: 1}\n',
      'charts/bare/Chart.yaml': 'apiVersion: v2\nname: bare\nversion: 0.1.0\n',
      'charts/bare/templates/cm.yaml': configMap('bare'),
    }),
    withChart('what is no object', charts(''), {'charts/web/templates/text.yaml': 'just: text\n'}),
    withChart('the same object twice', charts(''), {
      'charts/web/templates/a.yaml': configMap('same'),
      'charts/web/templates/b.yaml': configMap('same'),
    }),
    build('a repository without a chart', {'kustomization.yaml': charts('repo: http://127.0.0.1:9\nversion: 1.2.3\n')}),
  ]
}
