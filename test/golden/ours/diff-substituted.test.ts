import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {JsonObject} from '../../../src/lib/formats/json/value.js'
import {type Flux, openFlux} from './open-flux.js'

const CANARY = 'canary-9c2e'
/** What is left of it wherever it is cut. */
const CORE = '9c2e'
const FORMS = ['unified', 'json', 'github', 'gitlab']
const diffOf = (folder: string) => `diff ks vault --path ${folder} --progress-bar=false`

const VARIABLES = {
  PASSWORD: `${CANARY}-new`,
  PORT: '8080',
  TREE: `{${CANARY}-key: ${CANARY}-leaf, user: bob, on: true, "a b": [${CANARY}-deep]}`,
  LIST: `[${CANARY}-one, {name: ${CANARY}-two}]`,
  DSN: `postgres://user:${CANARY}@host`,
  QUOTED: `"${CANARY}\\u002dquoted\\u002dlong"`,
  HEX: '0x1F4A2B9',
  TAGGED: `!!binary ${Buffer.from('9c2e-binary').toString('base64')}`,
  LINES: `9c2e-first\n9c2e-second: 9c2e-third\n`,
  ENCODED: Buffer.from('9c2e-decoded').toString('base64'),
  ANCHOR: `*${CANARY}-anchor`,
  LONG: `${CANARY} long with "quotes" and \\ back\ttab <html>`,
  EMPTY: '',
}

let flux: Flux
beforeAll(async () => {
  flux = await openFlux(['namespaces.yaml', 'sources.yaml'])
  const substituteFrom = [
    {kind: 'ConfigMap', name: 'plain-vars'},
    {kind: 'Secret', name: 'vault-vars'},
  ]
  await flux.kube.create({
    ...{apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', metadata: at('flux-system', 'vault')},
    spec: {interval: '10m', prune: true, sourceRef: {kind: 'GitRepository', name: 'webapp'}, postBuild: {substituteFrom}},
  })
  const vars = {apiVersion: 'v1', metadata: at('flux-system', 'vault-vars')}
  await flux.kube.create({...vars, kind: 'Secret', stringData: VARIABLES})
  const plain = {REGION: 'region-one', SHOWN: '{shown-key: shown-leaf}'}
  await flux.kube.create({...vars, kind: 'ConfigMap', metadata: at('flux-system', 'plain-vars'), data: plain})
  await flux.kube.create({...configMap, data: {url: `https://me:${CANARY}-old@host`, port: 'port 80'}})
  await flux.kube.create(release('drifted', {db: {[`${CANARY}-was`]: 'bob-was'}, same: 1}))
  const data = {url: 'https://me:${PASSWORD}@host', port: 'port ${PORT}'}
  folder('all', {...configMap, data}, {...configMap, metadata: at('apps', 'created'), data})
})
afterAll(() => flux.close())

const at = (namespace: string, name: string) => ({namespace, name})
const configMap = {apiVersion: 'v1', kind: 'ConfigMap', metadata: at('apps', 'drifted')}
const release = (name: string, values: JsonObject) => ({
  ...{apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', metadata: at('apps', name)},
  spec: {interval: '5m', chartRef: {kind: 'OCIRepository', name: 'x'}, values},
})
const deployment = (env: object) => ({
  ...{apiVersion: 'apps/v1', kind: 'Deployment', metadata: at('apps', 'refused')},
  spec: {
    selector: {matchLabels: {app: 'x'}},
    template: {metadata: {labels: {app: 'x'}}, spec: {containers: [{name: 'c', image: 'i', env: [env]}]}},
  },
})

function folder(name: string, ...objects: object[]): void {
  mkdirSync(join(flux.dir, name))
  for (const [index, object] of objects.entries()) writeFileSync(join(flux.dir, name, `${index}.yaml`), JSON.stringify(object))
}

/** The output as unified diff; none in any form has a secret. */
async function shown(name: string): Promise<{exit: number; stdout: string; stderr: string}> {
  for (const form of FORMS) {
    for (const verbose of ['', ' --verbose']) {
      const {stdout, stderr} = await flux.run(`${diffOf(name)} -o ${form}${verbose}`)
      expect(stdout + stderr, form).not.toMatch(new RegExp(CORE, 'i'))
    }
  }
  return flux.run(`${diffOf(name)} -o unified`)
}

/** Variables from Secrets go into objects of other kinds. */
describe('flux diff kustomization with variables from a Secret', () => {
  it.each(FORMS)('shows none of their values as %s, of before neither', async (form) => {
    const {exit, stdout, stderr} = await flux.run(`${diffOf('all')} -o ${form}`)
    expect(exit).toBe(1)
    expect(stdout + stderr).not.toContain(CANARY)
    expect(stdout).toContain('*** (after)')
    // what is no secret is seen
    expect(stdout).toContain('8080')
  })

  it('is what CNCF’s flux prints as text', async () => {
    expect((await flux.run(diffOf('all'))).stdout).toContain(`+ https://me:${CANARY}-new@host`)
  })

  it('shows no map and no list that came from them, nor what is in their place in the cluster', async () => {
    folder(
      'trees',
      release('drifted', {db: '${TREE}', same: 1}),
      release('created', {list: '${LIST}', plain: '${SHOWN}', kept: true}),
    )
    const {stdout} = await shown('trees')
    expect(stdout).toContain("-    db: '*** (before)'\n+    db: '*** (after)'\n")
    expect(stdout).not.toContain('bob')
    expect(stdout).toContain("+    list: '***'\n+    plain:\n+      shown-key: shown-leaf\n")
    expect(stdout).toContain('kept: true')
  })

  it('shows no results of expressions in which they took part', async () => {
    const data = {
      ...{cut: '${DSN#postgres://}', replaced: '${PASSWORD/canary/word}', begin: '${PASSWORD:0:9}', end: 'x ${PASSWORD:5}'},
      ...{upper: '${PASSWORD^^}', fallback: '${EMPTY:-${PASSWORD/new/then}}', within: '${REGION/one/${PASSWORD/new/there}}'},
      ...{plain: '${PASSWORD:+x}${REGION}', region: '${REGION/one/two}', given: '${EMPTY:-a default}', long: '${#PASSWORD}px'},
    }
    folder('results', {...configMap, metadata: at('apps', 'results'), data})
    const {stdout} = await shown('results')
    expect(stdout).not.toMatch(/word|user:|then|there/)
    for (const text of ['region: region-two', 'given: a default', 'long: 15px']) expect(stdout).toContain(text)
  })

  it('shows none in the form that YAML gives them', async () => {
    const data = {
      ...{
        quoted: '${QUOTED}',
        inside: 'it’s: "${QUOTED}"',
        lines: 'first\n${LINES}\nlast\n',
        folded: 'a ${LINES:0:10} b',
        tag: '${TAGGED}',
      },
      ...{[`\${PASSWORD}`]: 'key', plain: '${ENCODED}', decoded: '9c2e-decoded', second: '9c2e-second: 9c2e-third'},
    }
    folder(
      'forms',
      {...configMap, metadata: at('apps', 'forms'), data},
      release('forms', {number: '${HEX}', items: ['${TREE}', 1]}),
    )
    const {stdout} = await shown('forms')
    expect(stdout).toMatch(/first\n.*\*\*\*\n.*last/)
    expect(stdout).not.toContain('32809657')
    expect(stdout).not.toContain(VARIABLES.ENCODED)
  })

  it('shows none that went through another Kustomization, nor of a file', async () => {
    const substitute = {OWN: '${PASSWORD}', REGION: 'region-two'}
    const spec = {
      interval: '10m',
      prune: true,
      path: './child',
      sourceRef: {kind: 'GitRepository', name: 'webapp'},
      postBuild: {substitute},
    }
    const child = {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: at('flux-system', 'child'),
      spec,
    }
    await flux.kube.create(child)
    folder('parent', child)
    const data = {cut: 'x ${OWN#canary-}', tree: '${OWN:7:8}', region: '${REGION}'}
    folder('child', {...configMap, metadata: at('apps', 'of-child'), data})
    const line = `${diffOf('parent')} --recursive --local-sources GitRepository/flux-system/webapp=.`
    for (const form of FORMS) {
      const {stdout} = await flux.run(`${line} -o ${form}`)
      expect(stdout, form).not.toContain(CORE)
      expect(stdout, form).toContain('of-child')
    }
    const {stdout} = await flux.run(`${line} -o unified`)
    expect(stdout).toContain("+  cut: '***'\n+  region: region-two\n+  tree: '***'\n")
    const vars = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: at('flux-system', 'vault-vars'),
      stringData: {PASSWORD: `${CANARY}-file`},
    }
    const plain = {apiVersion: 'v1', kind: 'ConfigMap', metadata: at('flux-system', 'plain-vars'), data: {}}
    folder('vars', vars, plain)
    folder('of-file', {...configMap, metadata: at('apps', 'of-file'), data: {a: 'x ${PASSWORD#canary-}'}})
    const given = `${diffOf('of-file')} --substitute-from vars/0.yaml --substitute-from vars/1.yaml -o unified`
    expect((await flux.run(given)).stdout).toContain("+  a: '***'\n")
  })

  it('quotes none when an object is refused', async () => {
    folder('refused', deployment({name: 'A', value: '${TREE}'}), {...configMap, data: {a: '${LIST}'}})
    const {exit, stderr} = await shown('refused')
    expect(exit).toBe(2)
    expect(stderr).toContain('expected string, got &value.valueUnstructured{Value:map[string]interface {}{')
    expect((await flux.run(diffOf('refused'))).stderr).toContain(`"${CANARY}-key":"${CANARY}-leaf"`)
  })

  it('quotes none with escapes', async () => {
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: at('apps', 'quoted'),
      spec: {clusterIP: '${LONG}', ports: [{port: 80}]},
    }
    folder('quoted', {...configMap, data: {['${LONG}']: 'x'}}, service)
    const {stderr} = await shown('quoted')
    expect(stderr).toContain('data[***]: Invalid value: "***": a valid config key must')
    expect(stderr).not.toContain('back')
  })

  it('quotes none when a text is no YAML any more', async () => {
    folder('broken', {...configMap, data: {a: '${ANCHOR}'}})
    const {exit, stderr} = await shown('broken')
    expect(exit).toBe(2)
    expect(stderr).toContain("unknown anchor '***' referenced")
    expect((await flux.run(diffOf('broken'))).stderr).toContain(`unknown anchor '${CANARY}-anchor' referenced`)
  })
})
