/** One kind of ours: everything that a verb, a table or a message needs to know about it. */
export interface KindRow {
  readonly group: string
  /** the version that we read and write */
  readonly version: string
  readonly kind: string
  readonly plural: string
  /** command words after a verb that names one object: `flux suspend source git` */
  readonly words: readonly string[]
  /** command words after a verb that lists: `flux get sources git` */
  readonly listWords: readonly string[]
  /** other spellings of the last word, e.g. `ks` */
  readonly aliases: readonly string[]
  /** the phrase that messages use: `source git` */
  readonly human: string
  /** for `flux get`: the words in front of `all` that include this kind (`''` is `flux get all`) */
  readonly capabilities: readonly Capability[]
  /** Path in the object to the revision that tables show, and whether long hashes are cut there. */
  readonly revision: {readonly path: readonly string[]; readonly short: boolean}
  /** for Kustomization and HelmRelease: the object names its source here, and `--with-source` reconciles it first */
  readonly sourceRef?: readonly string[]
}

export type Capability = 'get' | 'suspend' | 'resume' | 'reconcile' | 'export' | 'delete' | 'create'

const EVERYTHING: readonly Capability[] = ['get', 'suspend', 'resume', 'reconcile', 'export', 'delete', 'create']

/** All kinds, in the order in which `flux get all` prints them (cli reference 4.3). */
export const KINDS = [
  {
    group: 'source.toolkit.fluxcd.io',
    version: 'v1',
    kind: 'GitRepository',
    plural: 'gitrepositories',
    words: ['source', 'git'],
    listWords: ['sources', 'git'],
    aliases: [],
    human: 'source git',
    capabilities: EVERYTHING,
    revision: {path: ['status', 'artifact', 'revision'], short: true},
  },
  {
    group: 'kustomize.toolkit.fluxcd.io',
    version: 'v1',
    kind: 'Kustomization',
    plural: 'kustomizations',
    words: ['kustomization'],
    listWords: ['kustomizations'],
    aliases: ['ks'],
    human: 'kustomization',
    capabilities: EVERYTHING,
    revision: {path: ['status', 'lastAppliedRevision'], short: true},
    sourceRef: ['spec', 'sourceRef'],
  },
] as const satisfies readonly KindRow[]

/** `source.toolkit.fluxcd.io/v1` */
export function apiVersionOf(row: KindRow): string {
  return `${row.group}/${row.version}`
}

/** The row of a kind's name, or undefined when it is none of ours. */
export function kindRow(kind: string): KindRow | undefined {
  return KINDS.find((row) => row.kind === kind)
}
