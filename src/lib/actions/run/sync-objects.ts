import {FluxError} from '../../errors/flux-error.js'
import {isObject} from '../../formats/json/value.js'
import type {FileTree} from '../../ports/files.js'
import type {KubeObject} from '../../ports/kube.js'

export interface SyncOptions {
  readonly namespace: string
  /** `spec.url` of the GitRepository */
  readonly url: string
  readonly branch: string
  /** folder of the cluster in the repository, `''` for its root */
  readonly path: string
}

export interface SyncPair {
  readonly source: KubeObject
  readonly kustomization: KubeObject
}

/** The GitRepository and the Kustomization that `flux bootstrap` writes into gotk-sync.yaml (cli reference 3.1). */
export function syncObjects(options: SyncOptions): SyncPair {
  const {namespace} = options
  const metadata = {name: namespace, namespace}
  return {
    source: {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata,
      spec: {interval: '1m0s', ref: {branch: options.branch}, url: options.url},
    },
    kustomization: {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata,
      spec: {
        interval: '10m0s',
        path: options.path === '' ? './' : `./${options.path}`,
        prune: true,
        sourceRef: {kind: 'GitRepository', name: namespace},
      },
    },
  }
}

/** The sync objects that the fleet brings in PATH/NAMESPACE/gotk-sync.yaml; undefined when there is no such file. */
export async function ownSyncObjects(tree: FileTree, path: string, namespace: string): Promise<SyncPair | undefined> {
  const file = [path, namespace, 'gotk-sync.yaml'].filter((part) => part !== '').join('/')
  if ((await tree.stat(file))?.type !== 'file') return undefined
  const {parseYamlDocuments} = await import('../../formats/yaml/parse.js')
  const text = new TextDecoder().decode(await tree.read(file))
  const objects = parseYamlDocuments(text, {file})
    .map(({value}) => value)
    .filter(isObject) as KubeObject[]
  const source = objects.find((object) => object.kind === 'GitRepository')
  const kustomization = objects.find((object) => object.kind === 'Kustomization')
  if (!source || !kustomization) {
    throw new FluxError('bad-sync', `${file} holds no GitRepository and Kustomization pair`, {
      hints: ['write it again with `flux bootstrap`, or remove it to let `flux run` make the sync objects'],
    })
  }
  return {source, kustomization}
}

/** Refuses a path that the repository does not have, naming what is there. */
export async function requirePath(tree: FileTree, path: string, folder: string): Promise<void> {
  if (path === '' || (await tree.stat(path))?.type === 'directory') return
  let parent = path.split('/').slice(0, -1).join('/')
  while (parent !== '' && (await tree.stat(parent))?.type !== 'directory') parent = parent.split('/').slice(0, -1).join('/')
  const names = (await tree.list(parent)).filter((entry) => entry.type === 'directory').map((entry) => entry.name)
  throw new FluxError('no-path', `path '${path}' does not exist in ${folder}`, {
    hints: [names.length > 0 ? `folders in '${parent || '.'}': ${names.join(', ')}` : `there is no folder in '${parent || '.'}'`],
  })
}

/** `./clusters/x/` and `clusters/x` are the same folder; nothing leads out of the repository. */
export function cleanPath(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}
