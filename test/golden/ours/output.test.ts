import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {parseYaml} from '../../../src/lib/formats/yaml/parse.js'
import {ALL_KINDS, type Flux, openFlux} from './open-flux.js'

let flux: Flux
beforeAll(async () => {
  flux = await openFlux([
    ...ALL_KINDS,
    'source-secrets.yaml',
    'controllers.yaml',
    'crd-labels.yaml',
    'events.yaml',
    'workloads.yaml',
  ])
})
afterAll(() => flux.close())

/** Texts without what differs from run to run. */
function steady(text: string): string {
  return text
    .replace(/("?uid"?: "?)[0-9a-f-]{36}/g, '$1<uid>')
    .replace(/(Created: +).*/g, '$1<time>')
    .replace(/("?(?:first|last)Timestamp"?: "?|"?(?:eventTime|lastObservedTime)"?: "?)[0-9TZ:.-]+/g, '$1<time>')
    .replace(/("?resourceVersion"?: "?)\d+/g, '$1<version>')
    .replace(/("?creationTimestamp"?: "?)[0-9TZ:-]+/g, '$1<time>')
}

const snapshot = (name: string) => `./snapshots/${name}`

describe('-o of commands that read', () => {
  it.each([
    ['get ks web -o json', 'get-one.json'],
    ['get ks web -o yaml', 'get-one.yaml'],
    ['get sources git -A -o wide', 'get-sources-git-wide.txt'],
    ['get ks -A -o wide', 'get-kustomizations-wide.txt'],
    ['get hr -A -o wide', 'get-helmreleases-wide.txt'],
    ['get images policy -A -o wide', 'get-images-policy-wide.txt'],
    ['get artifacts generators -A -o wide', 'get-artifacts-generators-wide.txt'],
    ['get alerts -A -o wide --no-header', 'get-alerts-wide.txt'],
    ['get all -A -o name', 'get-all-names.txt'],
    ['get sources all -o wide', 'get-sources-all-wide.txt'],
    ['get images all -o wide', 'get-images-all-wide.txt'],
    ['get receivers -o wide', 'get-receivers-wide.txt'],
    ['get alert-providers -o wide', 'get-alert-providers-wide.txt'],
    ['export source git infra --with-credentials -o json', 'export-with-credentials.json'],
    ['export ks --all -o name', 'export-names.txt'],
    ['export ks --all -o wide', 'export-wide.txt'],
    ['export all -o wide', 'export-all-wide.txt'],
    ['version -o name', 'version-names.txt'],
    ['version -o wide', 'version-wide.txt'],
    ['debug ks web --show-status -o name', 'debug-name.txt'],
    ['debug ks web --show-status -o wide', 'debug-wide.txt'],
    ['version -o json', 'version.json'],
    ['debug ks web --show-status -o json', 'debug-status.json'],
    ['debug ks web --show-history -o yaml', 'debug-history.yaml'],
    ['tree ks web -o json', 'tree.json'],
    ['tree ks web -o yaml', 'tree.yaml'],
    ['tree ks web -o name', 'tree-names.txt'],
    ['tree ks web -o wide', 'tree-wide.txt'],
    ['tree artifact generator splitter -o name', 'tree-generator-names.txt'],
    ['trace ks web -o json', 'trace.json'],
    ['trace deployment web -n apps -o yaml', 'trace.yaml'],
    ['trace deployment web -n apps -o name', 'trace-names.txt'],
    ['trace deployment web -n apps -o wide', 'trace-wide.txt'],
    ['stats -A -o json', 'stats.json'],
    ['stats -A -o yaml', 'stats.yaml'],
    ['stats -o name', 'stats-names.txt'],
    ['stats -A -o wide', 'stats-wide.txt'],
    ['events -A -o json', 'events.json'],
    ['events -n apps -o yaml', 'events.yaml'],
    ['events -A -o name', 'events-names.txt'],
    ['events -A -o wide', 'events-wide.txt'],
  ])('flux %s', async (line, file) => {
    const {exit, stdout, stderr} = await flux.run(line)
    expect(stderr).toBe('')
    expect(exit).toBe(0)
    await expect(steady(stdout)).toMatchFileSnapshot(snapshot(file))
  })

  it('is the whole report of check', async () => {
    const {stdout} = await flux.run('check -o json')
    await expect(steady(stdout)).toMatchFileSnapshot(snapshot('check.json'))
  })

  it('is one List, whatever the number of kinds and objects', async () => {
    for (const line of ['get ks -o json', 'get all -A -o json', 'get all -n empty -o json', 'export hr --all -o json']) {
      const list = JSON.parse((await flux.run(line)).stdout) as {items: {kind: string; metadata: object}[]}
      expect(Object.keys(list), line).toEqual(['apiVersion', 'items', 'kind', 'metadata'])
      expect(list).toMatchObject({apiVersion: 'v1', kind: 'List', metadata: {resourceVersion: ''}})
      for (const item of list.items) expect(item.metadata, line).not.toHaveProperty('managedFields')
    }
    const all = JSON.parse((await flux.run('get all -A -o json')).stdout) as {items: {kind: string}[]}
    expect(new Set(all.items.map(({kind}) => kind)).size).toBe(14)
  })

  it('says the same as YAML', async () => {
    const [json, yaml] = [await flux.run('get sources git -A -o json'), await flux.run('get sources git -A -o yaml')]
    expect(parseYaml(yaml.stdout)).toEqual(JSON.parse(json.stdout))
  })

  it('obeys selectors, and names what is not there as a table would', async () => {
    expect((await flux.run('get ks -A -l team=web -o name')).stdout).toBe('kustomization.kustomize.toolkit.fluxcd.io/web\n')
    const {exit, stderr} = await flux.run('get ks nope -o json')
    expect([exit, stderr]).toEqual([1, '✗ Kustomization object \'nope\' not found in "flux-system" namespace\n'])
    expect((await flux.run('get ks -o toml')).stderr).toBe(
      '✗ invalid argument "toml" for "-o, --output" flag: unsupported output format \'toml\', must be one of: json, yaml, name, wide\n',
    )
  })
})
