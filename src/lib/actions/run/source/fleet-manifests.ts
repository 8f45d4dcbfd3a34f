import {FluxError} from '../../../errors/flux-error.js'
import {isObject} from '../../../formats/json/value.js'
import {yamlText} from '../../../formats/yaml/reader.js'
import type {FileTree} from '../../../ports/files.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {SyncPair} from './sync-objects.js'

export interface FleetManifests {
  readonly pair: SyncPair
  /** of what bootstrap generates, the objects that the fleet does not bring itself, patched as the fleet says */
  readonly components: readonly KubeObject[]
  /** arguments that the fleet gives a controller's Deployment, by its name */
  readonly args: ReadonlyMap<string, readonly string[]>
}

/**
 * What PATH/NAMESPACE of a fleet makes of an installation. A bootstrapped fleet has gotk-components.yaml, gotk-sync.yaml
 * and a kustomization.yaml there, the place for patches (cli reference 3.1); a template has the first two empty until
 * bootstrap fills them. Empty or missing ones are taken from `pair` and `components`, then the folder is built as
 * bootstrap does before it applies it. Throws FluxError `bad-sync` when the fleet's own sync objects are incomplete.
 */
export async function fleetManifests(
  tree: FileTree,
  folder: string,
  pair: SyncPair,
  components: readonly KubeObject[],
): Promise<FleetManifests> {
  const ownSync = await objectsIn(tree, `${folder}/gotk-sync.yaml`)
  const ownComponents = await objectsIn(tree, `${folder}/gotk-components.yaml`)
  const sync = ownSync.length > 0 ? ownSync : [pair.source, pair.kustomization]
  const installed = ownComponents.length > 0 ? ownComponents : components
  const objects = await patched(tree, folder, sync, installed)
  const kept = new Set(components.map(identity))
  return {
    pair: pairOf(objects, `${folder}/gotk-sync.yaml`),
    components: ownComponents.length > 0 ? components : objects.filter((object) => kept.has(identity(object))),
    args: argsOf(objects),
  }
}

/** The folder as kustomize builds it with both files filled in; without a kustomization.yaml there is nothing to patch. */
async function patched(
  tree: FileTree,
  folder: string,
  sync: readonly KubeObject[],
  components: readonly KubeObject[],
): Promise<readonly KubeObject[]> {
  const file = `${folder}/kustomization.yaml`
  if ((await tree.stat(file))?.type !== 'file') return [...components, ...sync]
  const {build, load} = await import('../../../engines/kustomize/index.js')
  const {printYaml} = await import('../../../formats/yaml/print.js')
  const {OverlayTree} = await import('../../../render/overlay-tree.js')
  const bytes = (objects: readonly KubeObject[]) =>
    new TextEncoder().encode(objects.map((object) => printYaml(object)).join('---\n'))
  const filled = new OverlayTree(
    new OverlayTree(tree, `${folder}/gotk-sync.yaml`, bytes(sync)),
    `${folder}/gotk-components.yaml`,
    bytes(components),
  )
  return build(await load(filled, folder, {restriction: 'none', order: 'fifo'})).objects as readonly KubeObject[]
}

/** The Kubernetes objects of a file; none when it is missing or holds only comments. */
async function objectsIn(tree: FileTree, file: string): Promise<KubeObject[]> {
  if ((await tree.stat(file))?.type !== 'file') return []
  const {parseYamlDocuments} = await import('../../../formats/yaml/parse.js')
  const text = yamlText(await tree.read(file))
  return parseYamlDocuments(text, {file}).flatMap(({value}) => (isObject(value) ? [value as KubeObject] : []))
}

function pairOf(objects: readonly KubeObject[], file: string): SyncPair {
  const source = objects.find((object) => object.kind === 'GitRepository')
  const kustomization = objects.find((object) => object.kind === 'Kustomization')
  if (source && kustomization) return {source, kustomization}
  throw new FluxError('bad-sync', `${file} holds no GitRepository and Kustomization pair`, {
    hints: ['write it again with `flux bootstrap`, or empty it to let `flux run` make the sync objects'],
  })
}

function argsOf(objects: readonly KubeObject[]): Map<string, readonly string[]> {
  const args = new Map<string, readonly string[]>()
  for (const object of objects) {
    if (object.kind !== 'Deployment') continue
    const containers = (object.spec as {template?: {spec?: {containers?: {args?: string[]}[]}}} | undefined)?.template?.spec
      ?.containers
    args.set(object.metadata.name ?? '', containers?.[0]?.args ?? [])
  }
  return args
}

const identity = (object: KubeObject) => `${object.kind}/${object.metadata.namespace ?? ''}/${object.metadata.name}`
