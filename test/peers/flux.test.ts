import {cpSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {controllerNames, runFleet} from '../../src/lib/actions/run/run-fleet.js'
import {createRedactor} from '../../src/lib/errors/redact.js'
import {openFleet} from '../../src/lib/wiring/fleet/fleet.js'
import {capturedOut} from '../fakes/captured-out.js'
import {pause} from '../handover/processes.js'
import {type PeerCluster, peerTools} from './peer-cluster.js'
import {describeWith} from './peers.js'

const root = resolve(import.meta.dirname, '../..')

describeWith(['flux'], "CNCF's flux on a running fleet of ours", () => {
  const home = mkdtempSync(join(tmpdir(), 'flux-peers-fleet-'))
  const stop = new AbortController()
  const {out: progress, stderr} = capturedOut()
  let tools: Omit<PeerCluster, 'api' | 'close'>
  let running: Promise<unknown> = Promise.resolve()
  const flux = (...args: string[]) => tools.run('flux', args)
  const out = async (...args: string[]): Promise<string> => {
    const {code, stdout, stderr: errors} = await flux(...args)
    expect({args, code, errors: code === 0 ? '' : errors}).toEqual({args, code: 0, errors: ''})
    return stdout
  }

  /** `flux run --embedded` in this process, so that both sides of the wire are ours to see. */
  async function startFleet(): Promise<void> {
    const source = join(home, 'fleet')
    cpSync(join(root, 'examples/fleet'), source, {recursive: true})
    const controllers = controllerNames([])
    const host = {out: progress, signal: stop.signal, env: {HOME: home}, cwd: home, root, redactor: createRedactor()}
    const connect = {flags: {}, env: host.env, out: progress, signal: stop.signal} as never
    const fleet = await openFleet({
      ...{embedded: true, port: 0, rbac: true, 'ready-after': 50, once: false, controllers, namespace: 'flux-system'},
      ...{'log-level': 'info', 'log-encoding': 'json', logsShown: false, timeout: 60_000, connect, host},
    })
    const {fluxVersion, version: toolkitVersion} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    running = runFleet(fleet.ctx, {
      ...{namespace: 'flux-system', version: fluxVersion, toolkitVersion, controllers, embedded: true, installCrds: false},
      ...{source: await fleet.source(source, {dirty: true}), path: 'clusters/production', once: false, deadline: fleet.deadline},
      takeOver: false,
      settings: {concurrent: 4, noCrossNamespaceRefs: false, noRemoteBases: false, defaultServiceAccount: ''},
    }).finally(() => fleet.close())
    running.catch(() => undefined)
  }

  beforeAll(async () => {
    await startFleet()
    const kubeconfig = /KUBECONFIG=(\S+)/.exec(stderr())?.[1]
    tools = peerTools(readFileSync(kubeconfig ?? 'no kubeconfig', 'utf8'))
    const ready = async () => (await flux('get', 'ks', 'apps', '--status-selector', 'ready=true')).stdout.includes('apps')
    for (let attempt = 0; !(await ready()); attempt++) {
      if (attempt > 200) throw new Error(`the fleet did not get ready:\n${stderr()}`)
      await pause(250)
    }
  })
  afterAll(async () => {
    stop.abort()
    await running.catch(() => undefined)
    for (const folder of [home, tools?.folder]) if (folder) rmSync(folder, {recursive: true, force: true})
  })

  it.each([
    [
      ['get', 'ks'],
      /^NAME +\tREVISION +\tSUSPENDED\tREADY\tMESSAGE +\napps +\tlocal@sha1:[0-9a-f]{8}\tFalse +\tTrue +\tApplied revision: /,
    ],
    [
      ['get', 'sources', 'git'],
      /^NAME +\t.*\nflux-system\tlocal@sha1:[0-9a-f]{8}\tFalse +\tTrue +\tstored artifact for revision 'local@sha1:/,
    ],
    [['get', 'all', '-A'], /gitrepository\/flux-system[\s\S]*kustomization\/infrastructure/],
    [
      ['export', 'ks', 'apps'],
      /^---\napiVersion: kustomize.toolkit.fluxcd.io\/v1\nkind: Kustomization\n[\s\S]*path: .\/apps\/production\n/,
    ],
    [['export', 'source', 'git', '--all'], /kind: GitRepository\nmetadata:\n {2}name: flux-system\n/],
    [
      ['tree', 'ks', 'flux-system'],
      /^Kustomization\/flux-system\/flux-system\n[\s\S]*Kustomization\/flux-system\/apps\n[\s\S]*Deployment\/shop\/shop\n/,
    ],
    [
      ['trace', 'deployment', 'shop', '-n', 'shop'],
      /Object: +Deployment\/shop\nNamespace: +shop\nStatus: +Managed by Flux\n[\s\S]*Kustomization: +apps\n/,
    ],
    [['events', '--for', 'Kustomization/apps'], /ReconciliationSucceeded\s+Kustomization\/apps/],
    [['events', '-A'], /GitRepository\/flux-system/],
    [['logs', '--all-namespaces', '--kind=Kustomization', '--name=apps'], /info.* Kustomization\/apps\.flux-system - /],
    [['stats'], /GitRepository +\t1 +\t0 +\t0[\s\S]*Kustomization +\t3 +\t0 +\t0/],
    [['debug', 'ks', 'apps', '--show-status'], /lastAppliedRevision: local@sha1:/],
    [['debug', 'ks', 'apps', '--show-vars'], /cluster_name="?production/],
    [['version'], /^flux: v2\.[\s\S]*distribution: /],
  ])('%j', async (args, expected) => {
    expect(await out(...(args as string[]))).toMatch(expected as RegExp)
  })

  it('creates a source and a Kustomization, or exports them', async () => {
    const url = 'https://127.0.0.1:1/none'
    const exported = await out('create', 'source', 'git', 'other', `--url=${url}`, '--branch=main', '--export')
    expect(exported).toContain(`  url: ${url}\n`)
    const refused = await flux('create', 'source', 'git', 'other', `--url=${url}`, '--branch=main', '--timeout=5s')
    expect(refused.code).toBe(1)
    expect(await out('get', 'source', 'git', 'other', '--no-header')).toContain('failed to checkout and determine revision')
    const flags = ['--source=GitRepository/flux-system', '--path=./apps/none', '--prune=true', '--interval=1h']
    expect(await out('create', 'ks', 'none', ...flags, '--export')).toContain('  path: ./apps/none\n')
    expect((await flux('create', 'ks', 'none', ...flags, '--timeout=5s')).code).toBe(1)
    expect(await out('get', 'ks', 'none', '--no-header')).toContain('kustomization path not found')
    for (const words of [
      ['ks', 'none'],
      ['source', 'git', 'other'],
    ]) {
      expect((await flux('delete', ...words, '--silent')).stderr).toMatch(/ deleted\n$/)
    }
  })

  it('suspends, resumes and reconciles', async () => {
    expect((await flux('suspend', 'ks', 'apps')).stderr).toContain('✔ kustomization suspended\n')
    expect(await out('get', 'ks', 'apps', '--no-header')).toMatch(/\tTrue *\tTrue *\t/)
    expect((await flux('reconcile', 'ks', 'apps')).stderr).toContain('resource is suspended')
    expect((await flux('resume', 'ks', 'apps')).stderr).toMatch(/✔ applied revision local@sha1:/)
    expect((await flux('reconcile', 'ks', 'apps', '--with-source')).stderr).toMatch(
      /✔ fetched revision local@sha1:[\s\S]*✔ applied revision local@sha1:/,
    )
    expect((await flux('reconcile', 'source', 'git', 'flux-system')).stderr).toMatch(/✔ fetched revision local@sha1:/)
  })

  it('builds and compares a folder with the cluster', async () => {
    const path = join(home, 'fleet/apps/production')
    expect(await out('build', 'ks', 'apps', '--path', path)).toContain('kind: Deployment\n')
    const same = await flux('diff', 'ks', 'apps', '--path', path, '--progress-bar=false')
    expect(same).toMatchObject({code: 0, stdout: ''})
    const changed = await flux('diff', 'ks', 'apps', '--path', join(home, 'fleet/apps/staging'), '--progress-bar=false')
    expect(changed.code).toBe(1)
    expect(changed.stdout).toMatch(/► \w+\/.* (drifted|created|deleted)\n/)
  })
})
