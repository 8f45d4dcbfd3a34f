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
  readonly capabilities: readonly Capability[]
  /** columns of `flux get`, the ones of a flag or of `-A` aside (cli reference 4.2) */
  readonly columns: readonly ColumnName[]
  /** Revision column: the first of these paths that leads to a string is shown, long hashes cut when `short`. */
  readonly revision?: {readonly paths: readonly (readonly string[])[]; readonly short: boolean}
  /** paths in the object of the columns that only this kind has */
  readonly cells?: Readonly<Partial<Record<ColumnName, readonly string[]>>>
  /** The kind has no status: it is Ready from the start, with this message. */
  readonly alwaysReady?: string
  /** Where suspension is kept when it is not `spec.suspend`: this annotation says `disabled`. */
  readonly suspendAnnotation?: string
  /** the object names its source at the first of these paths that leads to something; `{kind, name, namespace?}` */
  readonly sourceRefs?: readonly (readonly string[])[]
  /** `flux get` takes `--show-source` */
  readonly showSource?: true
  /** `flux reconcile` takes `--with-source` and reconciles the source first */
  readonly withSource?: true
  /** left out of `flux get all` */
  readonly notInAll?: true
}

export type Capability = 'get' | 'suspend' | 'resume' | 'reconcile' | 'export' | 'delete' | 'create'

export type ColumnName =
  | 'Name'
  | 'Source'
  | 'Revision'
  | 'Last scan'
  | 'Last run'
  | 'Image'
  | 'Tag'
  | 'Suspended'
  | 'Ready'
  | 'Message'

export const EVERYTHING: readonly Capability[] = ['get', 'suspend', 'resume', 'reconcile', 'export', 'delete', 'create']
