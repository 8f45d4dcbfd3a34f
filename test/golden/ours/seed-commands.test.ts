import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest'
import type {JsonObject} from '../../../src/lib/formats/json/value.js'
import {parseYamlDocuments} from '../../../src/lib/formats/yaml/parse.js'
import type {CaseController} from '../cli-replay/cases.js'
import {commandOf, isNotYet, notYetCommands, referenceTree} from '../cli-replay/reference-tree.js'
import type {LineResult} from '../cli-replay/run-line.js'
import {playControllers} from '../cli-replay/world.js'
import {ALL_KINDS, type Flux, openFlux} from './open-flux.js'
import {makeSeedFleet, PAYMENTS_FILES} from './seed-fleet.js'

const root = resolve(import.meta.dirname, '../../..')

interface Seed {
  readonly line: string
  readonly verdict: 'works' | 'unknown-command' | 'other-tool'
}
const seeds = JSON.parse(readFileSync(join(root, 'test/corpus/seeds/commands.json'), 'utf8')) as Seed[]

const tree = referenceTree(root)
const missing = notYetCommands(root)
/** The words behind `flux`, without redirection and comment. */
const wordsOf = (line: string) => line.replace(/\s+[>#].*$/, '').replace(/^flux /, '')
const lines = [...new Set(seeds.filter(({verdict}) => verdict !== 'other-tool').map(({line}) => wordsOf(line)))]
const isThere = (line: string) => !isNotYet(commandOf(line.split(' '), tree), tree, missing)

let flux: Flux
beforeAll(async () => {
  flux = await openFlux([...ALL_KINDS, 'controllers.yaml', 'controller-pods.yaml'])
  for (const [path, text] of Object.entries(PAYMENTS_FILES)) {
    mkdirSync(join(flux.dir, path, '..'), {recursive: true})
    writeFileSync(join(flux.dir, path), text)
  }
})
beforeEach(() => makeSeedFleet(flux.kube))
afterAll(() => flux.close())

const KUSTOMIZATION = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', namespace: 'flux-system'}
const GIT = {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', namespace: 'flux-system'}
const RELEASE = {apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', namespace: 'apps'}

/** A controller that is content when it is asked. */
function controller(on: CaseController['on'], ref: typeof GIT, name: string, more: JsonObject = {}): CaseController {
  const about = {observedGeneration: '<generation>', lastTransitionTime: '2026-01-15T12:00:00Z'}
  const ready = {type: 'Ready', status: 'True', reason: 'Succeeded', message: 'done', ...about}
  return {on, ...ref, name, status: {observedGeneration: '<generation>', ...more, conditions: [ready]}}
}
const applied = {lastAppliedRevision: 'main@sha1:aa'}
const artifact = {
  ...{path: 'p', url: 'http://a/b', revision: 'main@sha1:aa', lastUpdateTime: '2026-01-15T12:00:00Z'},
  digest: `sha256:${'a'.repeat(64)}`,
}
const played = async (line: string, ...controllers: CaseController[]) => {
  const entry = {family: '', name: '', setup: [], argv: [], exit: 0, stdout: '', stderr: '', controller: controllers}
  const stop = await playControllers(flux.kube, entry)
  try {
    return await flux.run(line)
  } finally {
    await stop()
  }
}
const isSuspended = async (name: string) =>
  ((await flux.kube.get({...KUSTOMIZATION, name})).spec as {suspend?: boolean}).suspend === true
const suspend = (name: string) => flux.kube.patch({...KUSTOMIZATION, name}, {type: 'merge', body: {spec: {suspend: true}}})

type Check = (line: string) => Promise<void>

function fine({exit, stderr}: LineResult, expected = ''): void {
  expect({exit, stderr}).toEqual({exit: 0, stderr: expected})
}
const shows =
  (...rows: RegExp[]): Check =>
  async (line) => {
    const result = await flux.run(line)
    fine(result)
    for (const row of rows) expect(result.stdout).toMatch(row)
  }
/** Objects of one kind and namespace, and no Secrets. */
const exportsKind =
  (kind: string, names: readonly string[]): Check =>
  async (line) => {
    const result = await flux.run(line)
    fine(result)
    const objects = parseYamlDocuments(result.stdout).map(({value}) => value as {kind: string; metadata: {name: string}})
    expect(new Set(objects.map((object) => object.kind))).toEqual(new Set([kind]))
    expect(result.stdout).not.toMatch(/namespace: apps$/m)
    expect(objects.map(({metadata}) => metadata.name)).toEqual(expect.arrayContaining([...names]))
  }
const suspends =
  (name: string): Check =>
  async (line) => {
    fine(await flux.run(line), `► suspending kustomization ${name} in flux-system namespace\n✔ kustomization suspended\n`)
    expect(await isSuspended(name)).toBe(true)
    // an unknown name is reported, but the exit code stays 0
    const {exit, stderr} = await flux.run('suspend kustomization nope')
    expect({exit, stderr}).toEqual({exit: 0, stderr: expect.stringContaining('✗') as unknown as string})
  }
const resumes =
  (name: string): Check =>
  async (line) => {
    await suspend(name)
    const {exit, stderr} = await played(line, controller('generation', KUSTOMIZATION, name, applied))
    expect(exit).toBe(0)
    expect(stderr).toContain('waiting for Kustomization reconciliation')
    expect(stderr).toMatch(/✔ applied revision main@sha1:aa\n$/)
    expect(await isSuspended(name)).toBe(false)
  }
const reconciles =
  (name: string, withSource: boolean): Check =>
  async (line) => {
    const source = withSource ? [controller('request', GIT, 'flux-system', {artifact})] : []
    const {exit, stderr} = await played(line, ...source, controller('request', KUSTOMIZATION, name, applied))
    expect({exit, stderr}).toEqual({
      exit: 0,
      stderr: expect.stringMatching(/✔ applied revision main@sha1:aa\n$/) as unknown as string,
    })
    expect(stderr.includes('✔ fetched revision main@sha1:aa\n')).toBe(withSource)
    await suspend(name)
    const refused = await played(line, controller('request', GIT, 'flux-system', {artifact}))
    expect(refused.exit).toBe(1)
    expect(refused.stderr).toContain('resource is suspended')
  }
const logged = (level: string, kind: string, name: string, namespace: string) =>
  `${JSON.stringify({level, ts: '2026-01-15T10:00:00.000Z', msg: `${level} of ${name}`, controllerKind: kind, name, namespace})}\n`

/** The command and its flags are there; what it does needs a Git host. */
const parses: Check = async (line) => {
  const {exit, stdout, stderr} = await flux.run(`${line} --help`)
  fine({exit, stdout, stderr})
  expect(stdout).toContain(`flux ${line.split(' ').slice(0, 2).join(' ')}`)
}

/** What every command line of the seed documents does, by the words behind `flux`. */
const CHECKS: Readonly<Record<string, Check>> = {
  '--version': shows(/^flux version \d+\.\d+\.\d+\n$/),
  check: async (line) => {
    const {exit, stderr} = await flux.run(line)
    expect(stderr).toMatch(/^► checking prerequisites\n✔ Kubernetes \S+ >=\S+\n► checking version in cluster\n/)
    expect(stderr).toContain('► checking controllers\n')
    expect(stderr).toContain('► checking crds\n')
    // what is not ready makes it fail
    expect(exit).toBe(stderr.includes('✗') ? 1 : 0)
  },
  'check --pre': async (line) => {
    const {exit, stderr} = await flux.run(line)
    expect({exit, stderr}).toEqual({
      exit: 0,
      stderr: expect.stringMatching(/✔ prerequisites checks passed\n$/) as unknown as string,
    })
    // Flux 2.9 needs Kubernetes 1.33
    expect(stderr).toContain('>=1.33.0-0')
    expect(stderr).not.toContain('checking controllers')
  },
  'suspend kustomization apps': suspends('apps'),
  'resume kustomization apps': resumes('apps'),
  'suspend kustomization payments-app': suspends('payments-app'),
  'resume kustomization payments-app': resumes('payments-app'),
  'reconcile kustomization apps --with-source': reconciles('apps', true),
  'reconcile kustomization payments-app --with-source': reconciles('payments-app', true),
  'reconcile kustomization my-app': reconciles('my-app', false),
  'reconcile helmrelease my-app -n apps': async (line) => {
    const {exit, stderr} = await played(line, controller('request', RELEASE, 'my-app', {history: []}))
    expect({exit, stderr}).toEqual({exit: 0, stderr: expect.stringContaining('✔ applied revision') as unknown as string})
  },
  'reconcile source git flux-system': async (line) => {
    const {exit, stderr} = await played(line, controller('request', GIT, 'flux-system', {artifact}))
    expect({exit, stderr}).toEqual({
      exit: 0,
      stderr: expect.stringMatching(/✔ fetched revision main@sha1:aa\n$/) as unknown as string,
    })
  },
  'get all': async (line) => {
    const {exit, stdout} = await flux.run(line)
    expect(exit).toBe(0)
    expect(stdout).toMatch(/^gitrepository\/flux-system\s/m)
    expect(stdout).toMatch(/^kustomization\/apps\s/m)
    // flux-system alone, and no ArtifactGenerators
    expect(stdout).not.toMatch(/^helmrelease\/my-app\s/m)
    expect(stdout).not.toContain('artifactgenerator/')
  },
  'get all -A': async (line) => {
    const {exit, stdout} = await flux.run(line)
    expect(exit).toBe(0)
    expect(stdout).toMatch(/^apps\s+helmrelease\/my-app\s/im)
    expect(stdout).not.toContain('artifactgenerator/')
  },
  'get kustomization infrastructure': shows(/^NAME.*\ninfrastructure\s.*\n$/),
  'get kustomization payments-app -n flux-system': shows(/^NAME.*\npayments-app\s.*\n$/),
  'get helmrelease my-app -n apps': shows(/^NAME.*\nmy-app\s.*\n$/),
  'get helmrelease ingress-nginx -n ingress-nginx': shows(/^NAME.*\ningress-nginx\s.*\n$/),
  'get image repository my-app': shows(/^NAME.*\nmy-app\s.*\n$/),
  'get image policy my-app': shows(/^NAME.*\nmy-app\s.*\n$/),
  'get source git flux-system': shows(/^NAME.*\nflux-system\s.*\n$/),
  'logs --level=error --all-namespaces': async (line) => {
    const text = logged('error', 'Kustomization', 'apps', 'flux-system') + logged('info', 'Kustomization', 'apps', 'flux-system')
    flux.setLogs({'flux-system/kustomize-controller-1/manager': text})
    const {exit, stdout} = await flux.run(line)
    expect(exit).toBe(0)
    expect(stdout).toBe('2026-01-15T10:00:00.000Z error Kustomization/apps.flux-system - error of apps \n')
  },
  'logs --kind=Kustomization --name=payments-app -f': async (line) => {
    const text = ['payments-app', 'apps'].map((name) => logged('info', 'Kustomization', name, 'flux-system')).join('')
    flux.setLogs({'flux-system/kustomize-controller-1/manager': text})
    const {stdout} = await flux.run(line)
    expect(stdout).toBe('2026-01-15T10:00:00.000Z info Kustomization/payments-app.flux-system - info of payments-app \n')
  },
  'export source git flux-system': exportsKind('GitRepository', ['flux-system']),
  'export source git --all': exportsKind('GitRepository', ['flux-system', 'webapp']),
  'export kustomization --all': exportsKind('Kustomization', ['apps', 'payments-app']),
  'export helmrelease --all': async (line) => {
    await exportsKind('HelmRelease', ['web'])(line)
    const {exit, stderr} = await flux.run(`${line} -n empty`)
    expect(exit).toBe(1)
    expect(stderr).toContain('no objects found in empty namespace')
  },
  'migrate -f <path> -v <target-version>': async () => {
    const beta = {'clusters/old.yaml': 'apiVersion: source.toolkit.fluxcd.io/v1beta2\nkind: GitRepository\nmetadata: {name: a}\n'}
    mkdirSync(join(flux.dir, 'clusters'), {recursive: true})
    for (const [path, text] of Object.entries(beta)) writeFileSync(join(flux.dir, path), text)
    // it asks, and changes nothing without an answer
    await flux.run('migrate -f clusters -v 2.9')
    expect(readFileSync(join(flux.dir, 'clusters/old.yaml'), 'utf8')).toBe(beta['clusters/old.yaml'])
    expect((await flux.run('migrate -f clusters -v 2.9 --yes')).exit).toBe(0)
    expect(readFileSync(join(flux.dir, 'clusters/old.yaml'), 'utf8')).toContain('apiVersion: source.toolkit.fluxcd.io/v1\n')
    expect((await flux.run('migrate -f clusters -v v2.9 --yes')).exit).toBe(1)
    expect((await flux.run('migrate -f /elsewhere -v 2.9 --yes')).exit).toBe(1)
  },
  'build kustomization --strict-substitute': async (line) => {
    const {exit, stderr} = await flux.run(line)
    expect(exit).toBe(1)
    expect(stderr).toMatch(/^✗ .*is required/)
    const path = './apps/payments/overlays/production'
    const {exit: built, stdout} = await flux.run(`${line} payments-app --path ${path}`)
    expect({built, stdout}).toEqual({built: 0, stdout: expect.stringContaining('kind: ConfigMap') as unknown as string})
  },
  'diff kustomization payments-app --path ./apps/payments/overlays/production': async (line) => {
    const drifted = await flux.run(line)
    expect({exit: drifted.exit, stdout: drifted.stdout}).toEqual({exit: 1, stdout: '► ConfigMap/apps/payments created\n'})
    expect((await flux.run(`${line}-none`)).exit).toBe(2)
  },
  'describe kustomization payments-app -n flux-system': async (line) => {
    const {exit, stderr} = await flux.run(line)
    expect(exit).toBe(1)
    expect(stderr).toMatch(/^✗ unknown command "describe" for "flux"\n/)
    expect(stderr).toContain('kubectl describe kustomizations.kustomize.toolkit.fluxcd.io payments-app -n flux-system')
    expect(stderr).toContain('flux events --for Kustomization/payments-app')
  },
}

describe('command lines of the seed documents', () => {
  it.each(lines.filter(isThere).map((line) => [line] as const))('flux %s', async (line) => {
    const check = CHECKS[line] ?? (line.startsWith('bootstrap ') ? parses : undefined)
    expect(check, 'every line has a check').toBeDefined()
    await check!(line)
  })

  it('leaves to later issues only what is listed as not there yet', () => {
    const later = lines.filter((line) => !isThere(line)).map((line) => line.split(' ').slice(0, 2).join(' '))
    expect(new Set(later)).toEqual(new Set(later.filter((words) => /^(bootstrap|check)/.test(words))))
    expect(Object.keys(CHECKS).filter((line) => !lines.includes(line))).toEqual([])
  })

  it('judges no line of ours as another tool', () => {
    const others = seeds.filter(({verdict}) => verdict === 'other-tool').map(({line}) => line)
    expect(others.filter((line) => line.startsWith('flux '))).toEqual([])
  })
})
