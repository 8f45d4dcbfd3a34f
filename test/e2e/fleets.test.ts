import {spawn} from 'node:child_process'
import {cpSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'flux-fleets-'))
const {NODE_EXTRA_CA_CERTS: _, KUBECONFIG: __, ...rest} = process.env
const env = {...rest, HOME: folder, XDG_CACHE_HOME: join(folder, 'cache')}

interface Report {
  readonly ready: boolean
  readonly notReady: readonly {kind: string; namespace: string; name: string; reason: string; message: string}[]
}

/** A copy of a folder outside of any repository, so that only its files count. */
function copyOf(name: string, path: string): string {
  const copy = join(folder, name)
  cpSync(join(root, path), copy, {recursive: true})
  return copy
}

/** `flux run --embedded --rbac` as a process of its own, once or until it has said enough; exit code, progress and the report. */
function rehearse(
  source: string,
  path: string,
  enough?: (progress: string) => boolean,
): Promise<{code: number | null; progress: string; report: Report}> {
  const args = ['run', '--embedded', '--rbac', '--source', source, '--path', path, '--timeout', '5m', '-o', 'json']
  if (!enough) args.push('--once')
  const child = spawn(process.execPath, [join(root, 'bin/dev.js'), ...args], {env, stdio: ['ignore', 'pipe', 'pipe']})
  let [out, progress] = ['', '']
  child.stdout.on('data', (chunk) => (out += chunk))
  let interrupted = false
  child.stderr.on('data', (chunk) => {
    progress += chunk
    if (interrupted || !enough?.(progress)) return
    interrupted = true
    child.kill('SIGINT')
  })
  return new Promise((done) => child.once('close', done)).then((code) => {
    expect(out, progress).not.toBe('')
    return {code: code as number | null, progress, report: JSON.parse(out)}
  })
}

const named = (report: Report) => report.notReady.map(({kind, namespace, name}) => `${kind} ${namespace}/${name}`)

describe('fleets rehearsed with access rights on', () => {
  afterAll(() => rmSync(folder, {recursive: true, force: true}))

  it('a public fleet obeys its own lockdown; what cannot be reached is reported with its real reason', async () => {
    const {code, progress, report} = await rehearse(copyOf('public', 'test/corpus/flux2-multi-tenancy'), 'clusters/staging')
    expect(progress).toContain('--no-cross-namespace-refs --no-remote-bases --default-service-account=default')
    expect(code).toBe(1)
    expect(named(report)).toEqual([
      'Kustomization flux-system/kyverno',
      'Kustomization flux-system/kyverno-policies',
      'Kustomization flux-system/tenants',
    ])
    expect(report.notReady[0]?.message).toContain(
      'no matches for kind "OCIRepository" in version "source.toolkit.fluxcd.io/v1beta2"',
    )
    expect(report.notReady[2]?.message).toBe("dependency 'flux-system/kyverno-policies' is not ready")
  })

  it('two teams get what is theirs', async () => {
    const {code, report} = await rehearse(copyOf('tenants', 'examples/tenants'), 'clusters/production')
    expect(report).toMatchObject({ready: true, notReady: []})
    expect(code).toBe(0)
  })

  it('a team is refused what is not its own, and the other team is not held up', async () => {
    const source = copyOf('greedy', 'examples/tenants')
    writeFileSync(join(source, 'teams/blue/namespace.yaml'), 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ours-too\n')
    // the platform's own Kustomization waits for both teams, longer than this test does
    const both = ['✗ Kustomization team-blue/team-blue:', '✔ Kustomization team-green/team-green:']
    const isSaid = (progress: string) => both.every((text) => progress.includes(text))
    const {code, report} = await rehearse(source, 'clusters/production', isSaid)
    expect(code).toBe(0)
    expect(named(report)).toContain('Kustomization team-blue/team-blue')
    expect(named(report)).not.toContain('Kustomization team-green/team-green')
    const blue = report.notReady.find((object) => object.name === 'team-blue')
    expect(blue?.reason).toBe('ReconciliationFailed')
    expect(blue?.message).toContain('User "system:serviceaccount:team-blue:team-blue" cannot patch resource "namespaces"')
  })
})
