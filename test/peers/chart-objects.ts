import type {JsonObject} from '../../src/lib/formats/json/value.js'
import type {KubeObject} from '../../src/lib/ports/kube.js'
import {CHART_LAYER, chartArchive, type Place, push, READER, type Site, sha256} from './chart-places.js'

export const NAMESPACE = 'flux-system'

const VERSIONS = [
  '0.9.0',
  '1.0.0',
  '1.1.0',
  '1.2.0-rc.1',
  '1.2.0+build.1',
  '1.2.0+build.2',
  '2.0.0-beta.1',
  'v1.5.0',
  '1.4',
  '3.0.0-0.3.7',
]
const WISHES = [
  ...[
    '',
    '*',
    '1.x',
    '^1.1.0',
    '>=1.0.0-0',
    '~1.2',
    '~1.2.0-0',
    '1.2.0',
    '1.2.0+build.1',
    '1.2',
    'v1.5.0',
    '1.5.0',
    '1.4',
    '1.4.0',
    '2.x',
  ],
  ...[
    '>1.0.0 <1.2.0 || 0.9',
    '9.x',
    'banana',
    '1.2.0-rc.1',
    '>=1.2.0-rc.0 <1.2.0',
    '*-0',
    'latest',
    '=1.1.0',
    '!=1.5.0',
    '1.0.0 - 1.1.0',
  ],
  ...['>= 2.0.0-0, < 3', '3.0.0-0.3.7', '<0.9', '~>1.0', '1.1.0+other', '>=1.0.0,<=1.1.0', '1', 'v1', '0.x || >=2.0.0-alpha'],
]

function index(entries: readonly {version: string; urls: readonly string[]; digest?: string; created?: string}[]): string {
  const list = entries.map((entry) => ({apiVersion: 'v2', name: 'app', created: '2024-01-01T00:00:00Z', ...entry}))
  const lines = list.map((entry) => `  - ${JSON.stringify(entry)}\n`).join('')
  return `apiVersion: v1\ngenerated: "2024-01-01T00:00:00Z"\nentries:\n  app:\n${lines}`
}

/** Where charts are: two web servers without TLS, one with it, all with the files of `site`, and a registry. */
export interface ChartServers {
  readonly plain: Place
  readonly other: Place
  readonly secure: Place
  readonly registry: Place
  /** PEM of the authority of those with TLS */
  readonly ca: string
  /** what the web servers have; this fills it */
  readonly site: Record<string, Site[string]>
}

/**
 * Publishes charts, and gives sources of all kinds with a HelmRelease for each HelmChart and OCIRepository. `titles` tells by name what
 * is asked there.
 */
export async function publishCharts({plain, other, secure, registry, ca, site}: ChartServers) {
  const objects: KubeObject[] = []
  const titles = new Map<string, string>()
  function add(kind: string, name: string, spec: JsonObject): void {
    const apiVersion = kind === 'HelmRelease' ? 'helm.toolkit.fluxcd.io/v2' : 'source.toolkit.fluxcd.io/v1'
    objects.push({apiVersion, kind, metadata: {name, namespace: NAMESPACE}, spec: {interval: '1h', ...spec}})
  }
  function secret(name: string, stringData: JsonObject, type = 'Opaque'): void {
    objects.push({apiVersion: 'v1', kind: 'Secret', metadata: {name, namespace: NAMESPACE}, type, stringData})
  }

  /** A HelmChart or OCIRepository with a release of its name; `title` is told when the two sides differ. */
  function wanted(title: string, kind: 'HelmChart' | 'OCIRepository', spec: JsonObject): void {
    const name = `w${titles.size}`
    titles.set(name, title)
    add(kind, name, spec)
    add('HelmRelease', name, {chartRef: {kind, name}})
  }

  secret('login', READER)
  secret('wrong', {...READER, password: 'no'})
  secret('half', {username: 'reader'})
  secret('ca', {'ca.crt': ca})
  const auths = {[registry.host]: {auth: Buffer.from(Object.values(READER).join(':')).toString('base64')}}
  secret('docker', {'.dockerconfigjson': JSON.stringify({auths})}, 'kubernetes.io/dockerconfigjson')

  // versions of a web repository
  const entries = VERSIONS.map((version) => ({version, data: chartArchive('app', version)}))
  for (const {version, data} of entries) site[`/all/app-${version}.tgz`] = data
  site['/all/index.yaml'] = index([
    ...entries.map(({version, data}) => ({version, urls: [`app-${version}.tgz`], digest: sha256(data)})),
    {version: 'not-semver', urls: ['x.tgz']},
    {version: '1.0.0.0', urls: ['x.tgz']},
  ])
  add('HelmRepository', 'all', {url: `http://${plain.host}/all`})
  for (const version of WISHES)
    wanted(`http ${version}`, 'HelmChart', {chart: 'app', version, sourceRef: {kind: 'HelmRepository', name: 'all'}})

  // ways to a web repository
  const one = chartArchive('app', '1.0.0')
  const lone = (urls: readonly string[], rest: object = {}) => index([{version: '1.0.0', urls, ...rest}])
  const ways: Record<
    string,
    {files: Record<string, Site[string]>; host?: Place; spec?: JsonObject; chart?: JsonObject; query?: string}
  > = {
    login: {files: {'!index.yaml': lone(['a.tgz']), '!a.tgz': one}, spec: {secretRef: {name: 'login'}}},
    nologin: {files: {'!index.yaml': lone(['a.tgz']), '!a.tgz': one}},
    wrong: {files: {'!index.yaml': lone(['a.tgz']), '!a.tgz': one}, spec: {secretRef: {name: 'wrong'}}},
    half: {files: {'!index.yaml': lone(['a.tgz']), '!a.tgz': one}, spec: {secretRef: {name: 'half'}}},
    nosecret: {files: {'!index.yaml': lone(['a.tgz']), '!a.tgz': one}, spec: {secretRef: {name: 'absent'}}},
    other: {
      files: {'!index.yaml': lone([`http://${other.host}/other/a.tgz`]), '!a.tgz': one},
      spec: {secretRef: {name: 'login'}},
    },
    pass: {
      files: {'!index.yaml': lone([`http://${other.host}/pass/a.tgz`]), '!a.tgz': one},
      spec: {secretRef: {name: 'login'}, passCredentials: true},
    },
    open: {files: {'!index.yaml': lone([`http://${other.host}/open/a.tgz`]), 'a.tgz': one}, spec: {secretRef: {name: 'login'}}},
    tls: {files: {'index.yaml': lone(['a.tgz']), 'a.tgz': one}, host: secure, spec: {certSecretRef: {name: 'ca'}}},
    prefixed: {files: {'index.yaml': lone(['a.tgz'], {digest: `sha256:${sha256(one)}`}), 'a.tgz': one}},
    nourls: {files: {'index.yaml': lone([])}},
    gone: {files: {'index.yaml': lone(['a.tgz'])}},
    query: {files: {'index.yaml?t=1': lone(['a.tgz']), 'a.tgz?t=1': one}, query: '?t=1'},
    slash: {files: {'index.yaml': lone(['sub/../a.tgz']), 'a.tgz': one}, query: '/'},
    rooted: {files: {'index.yaml': lone(['/rooted/b/a.tgz']), 'b/a.tgz': one}},
    moved: {files: {'index.yaml': {location: '/tls/index.yaml'}}},
    nochart: {files: {'index.yaml': lone(['a.tgz'])}, chart: {chart: 'zzz'}},
    renamed: {files: {'index.yaml': lone(['a.tgz']), 'a.tgz': chartArchive('other', '1.0.0')}},
    empty: {files: {'index.yaml': ''}},
    noapi: {files: {'index.yaml': 'entries: {}\n'}},
    html: {files: {'index.yaml': '<html></html>'}},
    broken: {files: {'index.yaml': 'apiVersion: v1\nentries:\n  app: [\n'}},
    twice: {files: {'index.yaml': 'apiVersion: v1\nentries:\n  app: []\n  app: []\n'}},
    json: {
      files: {
        'index.yaml': JSON.stringify({apiVersion: 'v1', entries: {app: [{name: 'app', version: '1.0.0', urls: ['a.tgz']}]}}),
        'a.tgz': one,
      },
    },
    unnamed: {
      files: {
        'index.yaml':
          'apiVersion: v1\nentries:\n  app:\n  - {version: 2.0.0, urls: [b.tgz]}\n  - {name: app, version: 1.0.0, urls: [a.tgz]}\n',
        'a.tgz': one,
      },
    },
    number: {
      files: {
        'index.yaml': 'apiVersion: v1\nentries:\n  app:\n  - {name: app, version: 1.0, urls: [a.tgz]}\n',
        'a.tgz': chartArchive('app', '1.0'),
      },
    },
    kind: {
      files: {
        'index.yaml':
          'apiVersion: v1\nentries:\n  app:\n  - {name: app, type: odd, version: 2.0.0, urls: [b.tgz]}\n  - {name: app, version: 1.0.0, urls: [a.tgz]}\n',
        'a.tgz': one,
      },
    },
    junk: {files: {'index.yaml': lone(['a.tgz']), 'a.tgz': 'no archive'}},
    created: {
      files: {
        'index.yaml': index([
          {version: '1.0.0+a', urls: ['a.tgz'], created: '2024-03-01T00:00:00+02:00'},
          {version: '1.0.0+b', urls: ['b.tgz'], created: '2024-02-29T23:30:00Z'},
          {version: '1.0.0+c', urls: ['c.tgz'], created: '2024-02-29T22:30:00.5-01:00'},
        ]),
        ...Object.fromEntries(['a', 'b', 'c'].map((one) => [`${one}.tgz`, chartArchive('app', `1.0.0+${one}`)])),
      },
    },
  }
  for (const [name, {files, host = plain, spec = {}, chart = {}, query = ''}] of Object.entries(ways)) {
    for (const [path, data] of Object.entries(files)) site[path.replace(/^(!?)/, `$1/${name}/`)] = data
    add('HelmRepository', name, {
      url: `${host === secure ? 'https' : 'http'}://${host.host}/${name}${query}`,
      timeout: '10s',
      ...spec,
    })
    wanted(`way ${name}`, 'HelmChart', {
      chart: 'app',
      version: name === 'created' ? '1.x' : '*',
      sourceRef: {kind: 'HelmRepository', name},
      ...chart,
    })
  }

  // a registry
  const tags = [...VERSIONS.filter((version) => version !== '1.4'), 'latest', 'edge']
  const digests = new Map<string, string>()
  for (const tag of tags) {
    const version = /^[a-z]+$/.test(tag) ? '1.1.0' : tag
    digests.set(
      tag,
      await push(registry.host, 'charts/app', tag.replaceAll('+', '_'), [
        {type: CHART_LAYER, data: chartArchive('app', version, tag)},
      ]),
    )
  }
  const access = {certSecretRef: {name: 'ca'}, secretRef: {name: 'docker'}}
  add('HelmRepository', 'oci', {type: 'oci', url: `oci://${registry.host}/charts`, ...access})
  add('HelmRepository', 'oci-named', {
    type: 'oci',
    url: `oci://${registry.host}/charts/`,
    ...access,
    secretRef: {name: 'login'},
  })
  add('HelmRepository', 'oci-wrong', {type: 'oci', url: `oci://${registry.host}/charts`, ...access, secretRef: {name: 'wrong'}})
  add('HelmRepository', 'oci-noca', {type: 'oci', url: `oci://${registry.host}/charts`, secretRef: {name: 'docker'}})
  for (const version of WISHES)
    wanted(`oci ${version}`, 'HelmChart', {chart: 'app', version, sourceRef: {kind: 'HelmRepository', name: 'oci'}})
  for (const name of ['oci-named', 'oci-wrong', 'oci-noca'])
    wanted(name, 'HelmChart', {chart: 'app', version: '1.0.0', sourceRef: {kind: 'HelmRepository', name}})
  wanted('oci no chart', 'HelmChart', {chart: 'zzz', version: '1.x', sourceRef: {kind: 'HelmRepository', name: 'oci'}})

  // OCIRepositories
  const url = `oci://${registry.host}/charts/app`
  for (const semver of WISHES.filter(Boolean)) {
    wanted(`ref ${semver}`, 'OCIRepository', {url, ...access, ref: {semver}})
    wanted(`ref ${semver} selected`, 'OCIRepository', {
      url,
      ...access,
      ref: {semver},
      layerSelector: {mediaType: CHART_LAYER, operation: 'copy'},
    })
  }
  const refs: Record<string, JsonObject> = {
    none: {},
    tag: {ref: {tag: '1.0.0'}},
    'tag with build': {ref: {tag: '1.2.0_build.1'}},
    'tag with plus': {ref: {tag: '1.2.0+build.1'}},
    'tag edge': {ref: {tag: 'edge'}},
    'tag gone': {ref: {tag: 'gone'}},
    digest: {ref: {digest: digests.get('1.1.0')!}},
    'digest and tag': {ref: {digest: digests.get('1.1.0')!, tag: '1.0.0'}},
    'digest gone': {ref: {digest: `sha256:${sha256(Buffer.from('x'))}`}},
    'digest bad': {ref: {digest: 'sha256:12'}},
    filter: {ref: {semver: '>=1.0.0-0', semverFilter: '.*-rc.*'}},
    'filter plus': {ref: {semver: '*', semverFilter: '.*_build.*'}},
    'filter plus selected': {
      ref: {semver: '*', semverFilter: '.*_build.*'},
      layerSelector: {mediaType: CHART_LAYER, operation: 'copy'},
    },
    'filter bad': {ref: {semver: '*', semverFilter: '('}},
    'filter none': {ref: {semver: '*', semverFilter: '^zzz$'}},
    extract: {ref: {tag: '1.0.0'}, layerSelector: {mediaType: CHART_LAYER, operation: 'extract'}},
    'other layer': {ref: {tag: '1.0.0'}, layerSelector: {mediaType: 'application/x', operation: 'copy'}},
    'no login': {secretRef: {name: 'wrong-kind'}},
    named: {secretRef: {name: 'login'}},
    'tag in address': {url: `${url}:1.0.0`},
  }
  for (const [title, spec] of Object.entries(refs)) wanted(`repository ${title}`, 'OCIRepository', {url, ...access, ...spec})
  const several = [
    {type: 'application/vnd.cncf.helm.chart.provenance.v1.prov', data: Buffer.from('signed')},
    {type: 'application/x.tar+gzip', data: chartArchive('app', '1.0.0', 'first')},
    {type: CHART_LAYER, data: chartArchive('app', '1.0.0', 'second')},
    {type: CHART_LAYER, data: chartArchive('app', '1.0.0', 'third')},
  ]
  const repositories = {
    several,
    foreign: several.slice(1, 2),
    'chart-last': several.slice(1, 3),
    prov: [several[2]!, several[0]!],
  }
  for (const [name, layers] of Object.entries(repositories)) {
    await push(registry.host, `charts/${name}`, '1.0.0', layers)
    for (const type of ['', CHART_LAYER, 'application/x.tar+gzip']) {
      for (const operation of type === '' && name === 'several' ? ['extract'] : ['copy', 'extract']) {
        wanted(`layers ${name} ${type} ${operation}`, 'OCIRepository', {
          ...{url: `oci://${registry.host}/charts/${name}`, ...access, ref: {tag: '1.0.0'}},
          layerSelector: {...(type && {mediaType: type}), operation},
        })
      }
    }
    wanted(`layers ${name} as they are`, 'OCIRepository', {
      url: `oci://${registry.host}/charts/${name}`,
      ...access,
      ref: {tag: '1.0.0'},
    })
  }
  return {objects, titles}
}
