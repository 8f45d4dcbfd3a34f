import {resolve} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {notYetCommands, referenceTree} from '../cli-replay/reference-tree.js'
import {ALL_KINDS, type Flux, openFlux} from './open-flux.js'

let flux: Flux
beforeAll(async () => {
  flux = await openFlux(ALL_KINDS)
})
afterAll(() => flux.close())

const root = resolve(import.meta.dirname, '../../..')
const terminal = {columns: 120, rows: 40}

describe('words and flags that other tools have', () => {
  it.each([
    [
      'describe kustomization web -n apps',
      [
        'flux debug kustomization web -n apps --show-status',
        'flux events --for Kustomization/web -n apps',
        'kubectl describe kustomizations.kustomize.toolkit.fluxcd.io web -n apps',
      ],
    ],
    [
      'describe hr/web',
      [
        'flux debug helmrelease web --show-status',
        'flux events --for HelmRelease/web',
        'kubectl describe helmreleases.helm.toolkit.fluxcd.io web -n flux-system',
      ],
    ],
    [
      '-n apps describe source git web',
      ['flux events --for GitRepository/web -n apps', 'kubectl describe gitrepositories.source.toolkit.fluxcd.io web -n apps'],
    ],
    ['describe', ['flux events --for KIND/NAME', 'flux get KIND NAME', 'kubectl describe KIND NAME']],
    [
      'upgrade',
      ['flux install and flux bootstrap bring the controllers to their own version, flux migrate manifests to newer APIs'],
    ],
    ['sync ks web', ['flux reconcile runs an object now, with --with-source its source first']],
  ])('flux %s', async (line, hints) => {
    const {exit, stderr} = await flux.run(line)
    const [message, ...steps] = stderr.trimEnd().split('\n')
    expect(exit).toBe(1)
    expect(message).toMatch(/^✗ unknown command "(describe|sync|upgrade)" for "flux"$/)
    expect(steps).toEqual(hints.map((hint) => `► ${hint}`))
  })

  it('tells scripts, too, of each command of the reference that is not here', async () => {
    const missing = [...notYetCommands(root)].filter((path) => path !== 'flux docgen')
    const groups = ['flux plugin', 'flux push', 'flux pull', 'flux tag'].filter((path) =>
      missing.some((one) => one.startsWith(path)),
    )
    const aliases = referenceTree(root).flatMap(({path, aliases: words}) =>
      missing.includes(path) ? words.map((word) => path.replace(/\S+$/, word)) : [],
    )
    for (const path of [...missing, ...groups, ...aliases]) {
      for (const more of ['', ' oci://x --path . --output y', ' --help', ' -n apps']) {
        const {exit, stdout, stderr} = await flux.run(path.replace(/^flux /, '') + more)
        expect({exit, stdout}, path).toEqual({exit: 1, stdout: ''})
        const full = groups.includes(path) && path !== 'flux plugin' ? `${path} artifact` : path
        expect(stderr, path).toMatch(
          /^✗ unknown command "\w+" for "flux( build| diff)?"\n(\nDid you mean this\?\n(\t.*\n)+\n)?► /,
        )
        expect(stderr, path).toContain(`► ${full} is not here yet: CNCF's flux does it`)
      }
    }
    expect((await flux.run('docgen')).stderr).toContain('► documentation is not written to files here: flux help COMMAND ')
  })

  it('says how a flag of a controller is set', async () => {
    const {exit, stderr} = await flux.run('get ks --kustomize-concurrency=8')
    expect(exit).toBe(1)
    expect(stderr).toContain('✗ unknown flag: --kustomize-concurrency\n► --concurrent is a flag of kustomize-controller')
    expect(stderr).toContain('target: {kind: Deployment, name: kustomize-controller}')
    expect(stderr).toContain('--concurrent=VALUE')
  })
})

describe('next steps', () => {
  it.each([
    ['get ks nope', ['see what there is: flux get kustomizations -A']],
    ['get sources git -n empty', ['see what there is: flux get sources git -A']],
    ['export hr nope', ['see what there is: flux get helmreleases -A']],
    ['delete image policy', ['see the names: flux get images policy']],
    ['reconcile ks paused', ['flux resume kustomization paused']],
    ['get ks --namespc apps', ['did you mean --namespace?']],
    ['get ks wbe', ['did you mean web?', 'see what there is: flux get kustomizations -A']],
    ['export source git ifra', ['did you mean infra?', 'see what there is: flux get sources git -A']],
    [
      'reconcile ks --all',
      ['one object at a time: flux reconcile kustomization NAME; the controllers reconcile all of them at their intervals'],
    ],
    ['get ks -l team!=web', ['use the operators in, notin, = and ==, e.g. -l "team notin (web)"']],
    ['get artifacts generators --server https://127.0.0.1:1', [expect.stringContaining('flux cluster start')]],
    [
      'reconcile source git webapp --timeout 2s',
      [
        'flux events --for GitRepository/webapp',
        'flux logs --kind GitRepository --name webapp',
        'wait longer with --timeout 10m',
      ],
    ],
  ])('flux %s', async (line, steps) => {
    const quiet = await flux.run(line)
    const {exit, stderr} = await flux.run(line, {terminal})
    expect(exit).toBe(1)
    // what only helps people is not in the way of scripts
    expect(stderr.startsWith(quiet.stderr)).toBe(true)
    const shown = stderr.slice(quiet.stderr.length).trimEnd().split('\n')
    expect(shown).toEqual(steps.map((step) => (typeof step === 'string' ? `► ${step}` : step)))
  })

  it('comes with --verbose too, and for missing rights', async () => {
    const {stderr} = await flux.run('export ks web --verbose -n apps --as nobody')
    expect(stderr).toContain('User "nobody" cannot get resource "kustomizations"')
    expect(stderr).toContain('► see what you may do: kubectl auth can-i --list -n apps\n')
  })

  it('names the flag that somebody may have meant by an object called all', async () => {
    const {stderr} = await flux.run('suspend ks all', {terminal})
    expect(stderr).toContain('► all of them: flux suspend kustomization --all\n')
    expect((await flux.run('resume ks wbe', {terminal})).stderr).toContain('► did you mean web?\n')
  })

  it.each(['export ks --all -n empty', 'get ks -n empty', 'get ks -l team=(('])(
    'says an error once: flux %s --verbose',
    async (line) => {
      const {stderr} = await flux.run(`${line} --verbose`)
      expect(stderr).toMatch(/^✗ .+\n(► .+\n)+$/)
    },
  )

  it.each([
    ['get kustomizaton', 'did you mean flux get kustomizations?'],
    ['reconcile kustomizations x -n apps', 'did you mean flux reconcile kustomization x -n apps?'],
    ['get sources gti', 'did you mean flux get sources git?'],
    ['suspend kustomizations all', 'did you mean flux suspend kustomization --all?'],
    ['resume all', 'all objects of one kind: flux resume KIND --all'],
    ['delete all', 'one object at a time: flux delete KIND NAME'],
    ['get ks,hr', 'one kind at a time: flux get ks; flux get hr, or flux get all'],
    ['create secrt', 'did you mean flux create secret?'],
  ])('says what was meant by a word that a group does not know: flux %s', async (line, question) => {
    const quiet = await flux.run(line)
    expect(quiet).toMatchObject({exit: 0, stderr: ''})
    for (const shown of [await flux.run(line, {terminal}), await flux.run(`${line} --verbose`)]) {
      expect(shown).toMatchObject({exit: 0, stdout: quiet.stdout, stderr: `► ${question}\n`})
    }
  })

  it('does not ask about what is far from everything, nor about help', async () => {
    for (const line of ['get x', 'get', 'get kustomizaton --help']) {
      expect(await flux.run(line, {terminal}), line).toMatchObject({exit: 0, stderr: ''})
    }
  })

  it('names every command once in the help of the root', async () => {
    const {stdout} = await flux.run('--help')
    const names = [...stdout.matchAll(/^ {2}(\w+) {2,}\S/gm)].map(([, name]) => name)
    expect(names).toContain('controller')
    expect(names).toEqual([...new Set(names)])
  })

  it('names the way to install what the cluster does not serve', async () => {
    const bare = await openFlux([])
    const {stderr} = await bare.run('get artifacts generators', {terminal})
    expect(stderr).toContain('► this cluster does not serve the kinds of Flux')
    await bare.close()
  })
})
