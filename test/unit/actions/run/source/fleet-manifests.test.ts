import {describe, expect, it} from 'vitest'
import {changedSettings, settingsWithArgs} from '../../../../../src/lib/actions/run/controller-args.js'
import {controllerObjects} from '../../../../../src/lib/actions/run/controllers-objects.js'
import {fleetManifests} from '../../../../../src/lib/actions/run/source/fleet-manifests.js'
import {syncObjects} from '../../../../../src/lib/actions/run/source/sync-objects.js'
import type {FileTree} from '../../../../../src/lib/ports/files.js'

const folder = 'clusters/staging/flux-system'
const pair = syncObjects({
  namespace: 'flux-system',
  url: 'https://git.example.com/fleet',
  branch: 'main',
  path: 'clusters/staging',
})
const components = controllerObjects({
  namespace: 'flux-system',
  controllers: ['source-controller', 'kustomize-controller'],
  version: '2.9.5',
  toolkitVersion: '0.1.0',
})

/** Files of the fleet's own flux-system folder. */
function fleet(files: Record<string, string>): FileTree {
  const bytes = new Map(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, new TextEncoder().encode(text)]))
  const isFolder = (path: string) => [...bytes.keys()].some((name) => path === '' || name.startsWith(`${path}/`))
  return {
    stat: async (path) => {
      const file = bytes.get(path)
      if (file) return {type: 'file', mode: 0o644, size: file.length}
      return isFolder(path) ? {type: 'directory', mode: 0o755, size: 0} : undefined
    },
    list: async (path) =>
      [...bytes.keys()]
        .filter((name) => name.startsWith(`${path}/`))
        .map((name) => ({name: name.slice(path.length + 1), type: 'file'})),
    read: async (path) => bytes.get(path)!,
  }
}

const LOCKDOWN = `
resources: [gotk-components.yaml, gotk-sync.yaml]
patches:
  - target: {kind: Deployment, name: kustomize-controller}
    patch: |
      - op: add
        path: /spec/template/spec/containers/0/args/-
        value: --default-service-account=default
  - target: {kind: Kustomization, name: flux-system}
    patch: |
      - op: add
        path: /spec/serviceAccountName
        value: kustomize-controller
`

describe('fleetManifests', () => {
  it('fills empty bootstrap files and lets the kustomization.yaml patch them', async () => {
    const tree = fleet({
      'gotk-sync.yaml': '# made by bootstrap\n',
      'gotk-components.yaml': '# too\n',
      'kustomization.yaml': LOCKDOWN,
    })
    const found = await fleetManifests(tree, folder, pair, components)
    expect(found.pair.kustomization.spec).toMatchObject({serviceAccountName: 'kustomize-controller', path: './clusters/staging'})
    expect(found.args.get('kustomize-controller')?.at(-1)).toBe('--default-service-account=default')
    expect(found.args.get('source-controller')?.at(-1)).toMatch(/^--storage-adv-addr=/)
    expect(found.components.map((object) => object.kind).sort()).toEqual(components.map((object) => object.kind).sort())
  })

  it('takes the sync objects that the fleet brings', async () => {
    const own = `
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: fleet, namespace: gitops}
spec: {interval: 5m, url: ssh://git@git.example.com/own}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: fleet, namespace: gitops}
spec: {interval: 5m, prune: true, sourceRef: {kind: GitRepository, name: fleet}}
`
    const found = await fleetManifests(fleet({'gotk-sync.yaml': own}), folder, pair, components)
    expect(found.pair.source.metadata).toEqual({name: 'fleet', namespace: 'gitops'})
    expect(found.components).toEqual(components)
  })

  it('refuses half a pair and names the file', async () => {
    const half = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n'
    await expect(fleetManifests(fleet({'gotk-sync.yaml': half}), folder, pair, components)).rejects.toThrow(
      `${folder}/gotk-sync.yaml holds no GitRepository and Kustomization pair`,
    )
  })
})

describe('settingsWithArgs', () => {
  const none = {concurrent: 4, noCrossNamespaceRefs: false, noRemoteBases: false, defaultServiceAccount: ''}

  it('reads lockdown flags, the last one wins', () => {
    const args = [
      '--no-remote-bases=false',
      '--no-remote-bases',
      '--no-cross-namespace-refs=true',
      '--default-service-account=team',
    ]
    const settings = settingsWithArgs(none, args)
    expect(settings).toEqual({concurrent: 4, noCrossNamespaceRefs: true, noRemoteBases: true, defaultServiceAccount: 'team'})
    expect(changedSettings(none, settings)).toEqual([
      '--no-cross-namespace-refs',
      '--no-remote-bases',
      '--default-service-account=team',
    ])
  })

  it('lets the command line win', () => {
    const given = {...none, defaultServiceAccount: 'mine'}
    expect(settingsWithArgs(given, ['--default-service-account=fleet'])).toEqual(given)
  })
})
