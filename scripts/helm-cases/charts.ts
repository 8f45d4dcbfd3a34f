import {archive} from './archive.js'
import {type Case, chart, sub} from './case.js'

const meta = (name: string, yaml: string, ...args: string[]) =>
  chart(name, {'Chart.yaml': yaml, 'templates/t.yaml': 'c: {{ .Chart | toJson }}\n'}, ...args)
const BASE = 'apiVersion: v2\nname: chart\nversion: 1.0.0\n'
const FILES = 'f: {{ range $k, $v := .Files }}{{ $k }} {{ end }}\nt: {{ .Template.Name }}\n'
const ignoring = (name: string, ignore: string) =>
  chart(name, {
    '.helmignore': ignore,
    'templates/t.yaml': FILES,
    'a.txt': '1',
    'b.md': '1',
    'dir/a.txt': '1',
    'dir/deep/a.txt': '1',
    'dir/c.md': '1',
    'cargo/a.txt': '1',
    'cargo/x': '1',
    '.hidden': '1',
  })

/** Chart.yaml, what else lies in a chart, and what is left out. */
export const cases: readonly Case[] = [
  meta(
    'all fields',
    `${BASE}appVersion: 1.10\ndescription: d\nhome: h\nicon: i\ntype: application\nkeywords: [a, b]\nsources: [s]\ndeprecated: true\nannotations: {a: b}\nmaintainers: [{name: n, email: e, url: u}]\nkubeVersion: ">=1.20.0"\n`,
  ),
  meta('few fields', BASE),
  meta('unknown field', `${BASE}foo: bar\n`),
  meta('no apiVersion', 'name: chart\nversion: 1.0.0\n'),
  meta('apiVersion v3', 'apiVersion: v3\nname: chart\nversion: 1.0.0\n'),
  meta('unknown apiVersion', 'apiVersion: V2\nname: chart\nversion: 1.0.0\n'),
  chart('apiVersion v3 below', {
    'templates/t.yaml': 'a: 1\n',
    ...sub('s', {'Chart.yaml': 'apiVersion: v3\nname: s\nversion: 1.0.0\n'}),
  }),
  meta('kube version with a plus', BASE, '--kube-version', '1.29+'),
  meta('kube version that is empty', BASE, '--kube-version='),
  meta('kube version with a zero', BASE, '--kube-version', '01.2.3'),
  meta('kube version of one number', BASE, '--kube-version', '1'),
  meta('no name', 'apiVersion: v2\nversion: 1.0.0\n'),
  meta('no version', 'apiVersion: v2\nname: chart\n'),
  meta('bad version', 'apiVersion: v2\nname: chart\nversion: a.b\n'),
  meta('version of four parts', 'apiVersion: v2\nname: chart\nversion: 1.2.3.4\n'),
  meta('short version', 'apiVersion: v2\nname: chart\nversion: 1\n'),
  meta('version with v', 'apiVersion: v2\nname: chart\nversion: v1.2\n'),
  meta('name with slash', 'apiVersion: v2\nname: a/b\nversion: 1.0.0\n'),
  meta('bad type', `${BASE}type: other\n`),
  meta('null maintainer', `${BASE}maintainers: [null]\n`),
  meta('no YAML', 'apiVersion: [\n'),
  meta('kubeVersion too new', `${BASE}kubeVersion: ">=1.99.0"\n`),
  meta('kubeVersion of the cluster', `${BASE}kubeVersion: ">=1.20.0 <1.31.0"\n`, '--kube-version', '1.30.5'),
  meta('kubeVersion with a suffix', `${BASE}kubeVersion: ">=1.20.0"\n`, '--kube-version', 'v1.30.5-gke.1'),
  meta('bad kube version', BASE, '--kube-version', 'x.y'),
  meta('control characters', 'apiVersion: v2\nname: chart\nversion: 1.0.0\ndescription: "a\\tb\\u0007c\\u00a0d"\n'),
  {name: 'no Chart.yaml', files: {'chart/values.yaml': 'a: 1\n'}, args: []},
  {name: 'no chart', files: {'other/x': ''}, args: []},
  chart('byte order marks', {
    'Chart.yaml': `\ufeff${BASE}`,
    'values.yaml': '\ufeffa: 1\n',
    'templates/t.yaml': '\ufeffa: {{ .Values.a }}\n',
  }),
  chart('files', {
    'templates/t.yaml': FILES,
    'README.md': 'x',
    'crds/c.yaml': 'a: 1\n',
    'dir/x.txt': '1',
    LICENSE: 'l',
    'values.schema.json': '{}',
    'Chart.lock': 'dependencies: []\n',
  }),
  chart('nested templates', {
    'templates/a/b.yaml': 'n: {{ .Template.Name }} {{ .Template.BasePath }}\n',
    'templates/z.txt': 'text: {{ .Release.Name }}\n',
    'templates/_p.yaml': 'no: 1\n',
    'templates/a/_q.yaml': 'no: 1\n',
  }),
  chart('hidden and underscored subcharts', {
    'templates/t.yaml': 'a: 1\n',
    ...sub('_x', {'templates/x.yaml': 'x: 1\n'}),
    ...sub('y', {'templates/y.yaml': 'y: 1\n'}),
    'charts/loose.yaml': 'a: 1\n',
  }),
  chart('broken subchart', {'templates/t.yaml': 'a: 1\n', 'charts/sub/values.yaml': 'a: 1\n'}),
  chart('subchart with another name', {
    'templates/t.yaml': 'a: 1\n',
    ...sub('other', {'templates/y.yaml': 'n: {{ .Chart.Name }} {{ .Template.Name }}\n'}, 'charts/folder'),
  }),
  ignoring('ignore names', '*.txt\n'),
  ignoring('ignore a path', 'dir/*.txt\n'),
  ignoring('ignore from the top', '/a.txt\n'),
  ignoring('ignore folders only', 'cargo/\na.txt/\n'),
  ignoring('ignore comments and blanks', '# no\n\n  b.md  \n'),
  ignoring('ignore negated', '!*.txt\n'),
  ignoring('ignore nothing', ''),
  ignoring('ignore classes', '[ab].*\n?\n'),
  ignoring('ignore two stars', 'dir/**/a.txt\n'),
  ignoring('ignore bad pattern', '[a-\n'),
  ignoring('ignore all hidden', '.*\n'),
  chart('hidden templates', {'templates/.x.yaml': 'a: 1\n', 'templates/.d/x.yaml': 'a: 1\n', 'templates/b.yaml': 'b: 1\n'}),
  chart(
    'crds',
    {
      'crds/b.yaml': 'kind: CRD\nname: {{ not rendered }}\n',
      'crds/a.yml': 'kind: CRD\n',
      'crds/readme.txt': 'x',
      'templates/t.yaml': 'a: 1\n',
      ...sub('s', {'crds/s.yaml': 'kind: S\n'}),
    },
    '--include-crds',
  ),
  chart('crds left out', {'crds/b.yaml': 'kind: CRD\n', 'templates/t.yaml': 'a: 1\n'}),
  chart(
    'crds in the order of the folder',
    {'crds/a.yaml': 'kind: A\n', 'crds/a/z.yaml': 'kind: Z\n', 'crds/B.yml': 'kind: B\n', 'crds/c.JSON': '{}\n'},
    '--include-crds',
  ),
  chart(
    'crds in the order of the archive',
    {
      'templates/t.yaml': 'a: 1\n',
      'charts/s-0.1.0.tgz': archive({
        's/crds/b.yaml': 'kind: B\n',
        's/Chart.yaml': 'apiVersion: v2\nname: s\nversion: 0.1.0\n',
        's/crds/a.yaml': 'kind: A\n',
      }),
    },
    '--include-crds',
  ),
  ...[
    'apiVersion: v9\n',
    'apiVersion: 2\nname: chart\n',
    'apiVersion: v9\nname: chart\nversion: x\n',
    'apiVersion: [v2]\nname: chart\n',
    'apiVersion: ~\nname: chart\nversion: 1.0.0\n',
  ].map((text, index) =>
    chart(`odd apiVersion ${index}`, {'Chart.yaml': text, 'values.yaml': 'a: [', 'templates/t.yaml': 'a: 1\n'}),
  ),
  chart('odd apiVersion of a subchart', {
    'templates/t.yaml': 'a: 1\n',
    ...sub('s', {'Chart.yaml': 'apiVersion: v9\nname: s\nversion: 0.1.0\n', 'templates/t.yaml': 'b: 1\n'}),
  }),
  ...[
    'keywords: x',
    'keywords: [a, {b: c}]',
    'keywords: [1, true, null]',
    'sources: {a: b}',
    'maintainers: x',
    'maintainers: [x]',
    'maintainers: [{name: [a]}]',
    'annotations: [x]',
    'annotations: {a: [b]}',
    'annotations: {a: 1, b: true, c: null}',
    'deprecated: "true"',
    'deprecated: 1',
    'dependencies: x',
    'dependencies: [x]',
    'dependencies: [{name: [x]}]',
    'dependencies: [{name: s, tags: x}]',
    'dependencies: [{name: s, tags: [[x]]}]',
    'dependencies: [{name: s, import-values: x}]',
    'dependencies: [{name: s, enabled: "yes"}]',
    'description: [x]',
    'appVersion: {a: b}',
    'home: true',
    'unknown: [x]',
    'version: [x]',
    'name: {a: b}',
  ].map((line) => {
    const rest = ['name: chart', 'version: 1.0.0'].filter((one) => !line.startsWith(one.slice(0, one.indexOf(':'))))
    return chart(`type of ${line}`, {
      'Chart.yaml': ['apiVersion: v2', ...rest, line, ''].join('\n'),
      'templates/t.yaml': 'a: {{ .Chart | toJson }}\n',
    })
  }),
  chart('type in requirements', {
    'Chart.yaml': 'apiVersion: v1\nname: chart\nversion: 1.0.0\n',
    'requirements.yaml': 'dependencies: {a: b}\n',
    'templates/t.yaml': 'a: 1\n',
  }),
  chart('type in a subchart', {
    'templates/t.yaml': 'a: 1\n',
    ...sub('s', {'Chart.yaml': 'apiVersion: v2\nname: s\nversion: 0.1.0\nkeywords: x\n'}),
  }),
  ...[
    'apiVersion: v2\nName: chart\nVERSION: 1.0.0\n',
    'apiversion: v2\nname: chart\nNAME: other\nversion: 1.0.0\n',
    'apiVersion: v2\nname: chart\nversion: 1.0.0\nappversion: 5\nappVersion: 6\nDescription: [x]\n',
    'apiVersion: v2\nname: chart\nversion: 1.0.0\nappversion: 5\nMaintainers: [{Name: a, EMAIL: b}]\n',
    '[1]',
    'text',
  ].map((text, index) =>
    chart(`names of fields ${index}`, {'Chart.yaml': text, 'templates/t.yaml': 'a: {{ .Chart | toJson }}\n'}),
  ),
  ...['dependencies: x', '[1]', 'digest: [x]', 'digest: 5\ndependencies: [{name: [a]}]', 'digest: 5'].map((text, index) =>
    chart(`type in Chart.lock ${index}`, {'Chart.lock': `${text}\n`, 'templates/t.yaml': 'a: 1\n'}),
  ),
]
