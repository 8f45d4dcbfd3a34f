import {execFileSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {load} from 'js-yaml'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'

const root = resolve(import.meta.dirname, '../..')

interface Step {
  readonly uses?: string
  readonly run?: string
}
interface Job {
  readonly needs?: string | string[]
  readonly steps: readonly Step[]
}
const {jobs} = load(readFileSync(join(root, '.github/workflows/release.yml'), 'utf8')) as {jobs: Record<string, Job>}
const TARBALL = 'the package'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'release-'))
  writeFileSync(join(dir, 'flux-toolkit-1.0.0.tgz'), TARBALL)
  writeFileSync(join(dir, 'flux-toolkit.spdx.json'), '{}')
  writeFileSync(join(dir, 'output'), '')
  execFileSync('bash', ['-c', 'sha256sum flux-toolkit-*.tgz flux-toolkit.spdx.json > checksums.txt'], {cwd: dir})
})
afterEach(() => rmSync(dir, {recursive: true, force: true}))

/** Runs a step as GitHub does, with programs in the place of others; what they were called with, and whether it went well. */
function runStep(job: string, words: string, tag: string, programs: Readonly<Record<string, string>> = {}) {
  const script = jobs[job]!.steps.find(({run}) => run?.includes(words))!.run!
  for (const [name, body] of Object.entries(programs)) {
    writeFileSync(join(dir, name), `#!/bin/bash\necho "${name} $*" >> calls\n${body}\n`)
    chmodSync(join(dir, name), 0o755)
  }
  const env = {
    PATH: `${dir}:${process.env['PATH']}`,
    ...{
      GITHUB_REF_NAME: tag,
      GITHUB_REPOSITORY: 'Acme/Flux',
      GITHUB_OUTPUT: join(dir, 'output'),
      CONTROLLER: 'source-controller',
    },
  }
  let ok = true
  try {
    execFileSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {cwd: dir, env, stdio: 'pipe'})
  } catch {
    ok = false
  }
  const calls = existsSync(join(dir, 'calls')) ? readFileSync(join(dir, 'calls'), 'utf8').trimEnd().split('\n') : []
  return {ok, calls}
}

describe('the release workflow', () => {
  it('publishes nothing before all is built, and shows the release last', () => {
    expect(Object.fromEntries(Object.entries(jobs).map(([name, {needs}]) => [name, needs]))).toEqual({
      ...{check: undefined, images: 'check', package: 'check', npm: ['images', 'package'], release: 'npm'},
    })
    const publishing = (name: string) => jobs[name]!.steps.some(({run = ''}) => /npm publish|gh release/.test(run))
    expect(Object.keys(jobs).filter(publishing)).toEqual(['npm', 'release'])
  })

  it('names actions by commit', () => {
    const uses = Object.values(jobs).flatMap(({steps}) => steps.flatMap((step) => step.uses ?? []))
    expect(uses.length).toBeGreaterThan(10)
    expect(uses.filter((name) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(name))).toEqual([])
  })

  it('takes the tags that are versions and may be those of images', () => {
    const version = (tag: string) => runStep('check', 'GITHUB_REF_NAME', tag, {node: `echo "${tag.slice(1)}"`}).ok
    expect(['v1.0.0', 'v1.0.0-rc.1'].map(version)).toEqual([true, true])
    expect(['v1.0.0+build', 'v1.0.0.0', 'vx.y.z'].map(version)).toEqual([false, false, false])
    expect(runStep('check', 'GITHUB_REF_NAME', 'v1.0.1', {node: 'echo 1.0.0'}).ok).toBe(false)
  })

  it('packs the repository that npm compares the provenance with', () => {
    const runs = jobs['package']!.steps.flatMap(({run}) => run ?? [])
    const set = runs.findIndex((run) => run.startsWith('npm pkg set '))
    expect(runs[set]).toContain('"repository.url=git+$GITHUB_SERVER_URL/$GITHUB_REPOSITORY.git"')
    expect(set).toBeLessThan(runs.indexOf('npm run package'))
  })

  it('writes names of images in small letters', () => {
    expect(runStep('images', 'GITHUB_OUTPUT', 'v1.0.0').ok).toBe(true)
    expect(readFileSync(join(dir, 'output'), 'utf8')).toBe('image=ghcr.io/acme/flux/source-controller\n')
  })

  it('publishes once, a pre-release as next', () => {
    const npm = (published: string) => ({npm: `if [ "$1" = view ]; then echo "${published}"; fi`})
    const publish = (tag: string, published = '') => {
      rmSync(join(dir, 'calls'), {force: true})
      return runStep('npm', 'npm publish', tag, npm(published))
    }
    const line = 'npm publish ./flux-toolkit-1.0.0.tgz --provenance --access public --tag'
    expect(publish('v1.0.0')).toEqual({ok: true, calls: ['npm view flux-toolkit@1.0.0 dist.integrity', `${line} latest`]})
    expect(publish('v1.0.0-rc.1').calls.at(-1)).toBe(`${line} next`)
    const integrity = `sha512-${createHash('sha512').update(TARBALL).digest('base64')}`
    expect(publish('v1.0.0', integrity)).toEqual({ok: true, calls: ['npm view flux-toolkit@1.0.0 dist.integrity']})
    expect(publish('v1.0.0', 'sha512-other')).toMatchObject({ok: false, calls: [expect.any(String)]})
  })

  it('makes the release, or goes on with the one that is there', () => {
    const release = (tag: string, view: number) => {
      rmSync(join(dir, 'calls'), {force: true})
      return runStep('release', 'gh release', tag, {gh: `if [ "$2" = view ]; then exit ${view}; fi`})
    }
    const upload =
      'upload v1.0.0 --clobber flux-toolkit-1.0.0.tgz flux-toolkit.spdx.json checksums.txt checksums.txt.sigstore.json'
    const first = ['view v1.0.0', 'create v1.0.0 --verify-tag --generate-notes --draft --prerelease=false', upload]
    const last = 'edit v1.0.0 --draft=false --prerelease=false'
    const said = (lines: readonly string[]) => ({ok: true, calls: lines.map((words) => `gh release ${words}`)})
    expect(release('v1.0.0', 1)).toEqual(said([...first, last]))
    expect(release('v1.0.0', 0)).toEqual(said(['view v1.0.0', upload, last]))
    expect(release('v1.0.0-rc.1', 1).calls.at(-1)).toBe('gh release edit v1.0.0-rc.1 --draft=false --prerelease=true')
  })
})
