import type {FileTree} from '../ports/files.js'

/** Where the parts of an installation are: ours in folders, those of a published release in one file each. */
export interface ManifestBase {
  readonly tree: FileTree
  component(name: string): string
  readonly policies: string
  /** files with the access rights, whose accounts name a namespace */
  readonly rbac: readonly string[]
}

/** The bases of this package (`manifests/`). */
export function ownBase(tree: FileTree): ManifestBase {
  const rbac = ['quota', 'controllers', 'users', 'bindings'].map((name) => `rbac/${name}.yaml`)
  return {tree, component: (name) => `bases/${name}`, policies: 'policies', rbac}
}

/** The content of `manifests.tar.gz` of a release of CNCF's. */
export function publishedBase(tree: FileTree): ManifestBase {
  return {tree, component: (name) => `${name}.yaml`, policies: 'policies.yaml', rbac: ['rbac.yaml']}
}
