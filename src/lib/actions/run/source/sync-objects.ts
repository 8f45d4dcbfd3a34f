import {FluxError} from '../../../errors/flux-error.js'
import type {FileTree} from '../../../ports/files.js'
import type {KubeObject} from '../../../ports/kube.js'

export interface SyncOptions {
  readonly namespace: string
  /** `spec.url` of the GitRepository */
  readonly url: string
  readonly branch: string
  /** Secret with the login of the repository */
  readonly secretRef?: string | undefined
  /** folder of the cluster in the repository, `''` for its root */
  readonly path: string
  /** Go duration between two looks at the repository; a minute unless said otherwise */
  readonly interval?: string | undefined
  readonly recurseSubmodules?: boolean | undefined
  /** folders that are fetched; all without any */
  readonly sparseCheckout?: readonly string[] | undefined
}

export interface SyncPair {
  readonly source: KubeObject
  readonly kustomization: KubeObject
}

/** The GitRepository and the Kustomization that `flux bootstrap` writes into gotk-sync.yaml (cli reference 3.1). */
export function syncObjects(options: SyncOptions): SyncPair {
  const {namespace, secretRef, interval = '1m0s', recurseSubmodules, sparseCheckout = []} = options
  const login = secretRef === undefined ? {} : {secretRef: {name: secretRef}}
  const metadata = {name: namespace, namespace}
  return {
    source: {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata,
      spec: {
        interval,
        ...(recurseSubmodules ? {recurseSubmodules} : {}),
        ref: {branch: options.branch},
        ...login,
        ...(sparseCheckout.length > 0 ? {sparseCheckout: [...sparseCheckout]} : {}),
        url: options.url,
      },
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

/** `./clusters/x/` and `clusters/x` are the same folder. Throws FluxError `usage` when the path leaves the repository. */
export function cleanPath(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) throw outside(path)
    } else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

const outside = (path: string) =>
  new FluxError('usage', `path '${path}' leads out of the source`, {
    hints: ['--path is relative to the root of --source, e.g. clusters/production'],
  })
