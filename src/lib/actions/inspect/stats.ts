import {isObject} from '../../formats/json/value.js'
import {apiVersionOf, kindRow} from '../../kinds/registry.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'
import {conditionOf, specOf, statusOf} from '../conditions.js'

/** How the objects of one kind are doing. */
export interface KindStats {
  readonly kind: string
  readonly running: number
  readonly failing: number
  readonly suspended: number
  /** bytes of their artifacts */
  readonly storage: number
}

const ORDER = [
  ...['GitRepository', 'OCIRepository', 'HelmRepository', 'HelmChart', 'Bucket', 'Kustomization', 'HelmRelease'],
  ...['Alert', 'Provider', 'Receiver', 'ImageUpdateAutomation', 'ImagePolicy', 'ImageRepository'],
]

/** `flux stats`: what cannot be listed counts as nothing (cli reference 9.3). `namespace` undefined: all of them. */
export async function stats(
  {kube, signal}: Pick<Context, 'kube' | 'signal'>,
  namespace: string | undefined,
): Promise<KindStats[]> {
  return Promise.all(
    ORDER.map(async (kind) => {
      const row = kindRow(kind)
      const list = row && (await kube.list({apiVersion: apiVersionOf(row), kind}, {namespace, signal}).catch(() => undefined))
      return statsOf(kind, list?.items ?? [])
    }),
  )
}

function statsOf(kind: string, objects: readonly KubeObject[]): KindStats {
  const suspended = objects.filter((object) => specOf(object).suspend === true).length
  return {
    kind,
    running: objects.length - suspended,
    failing: objects.filter((object) => conditionOf(object, 'Ready')?.status === 'False').length,
    suspended,
    storage: objects.reduce((sum, object) => sum + sizeOf(object), 0),
  }
}

function sizeOf(object: KubeObject): number {
  const {artifact} = statusOf(object)
  return isObject(artifact) ? Number(artifact.size ?? 0) : 0
}
