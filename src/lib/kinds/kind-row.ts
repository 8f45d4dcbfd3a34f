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
  /** Revision column: the first of these paths whose place is there is shown, be it empty, long hashes cut when `short`. */
  readonly revision?: {readonly paths: readonly (readonly string[])[]; readonly short: boolean}
  /** paths in the object of the columns that only this kind has */
  readonly cells?: Readonly<Partial<Record<ColumnName, readonly string[]>>>
  /** columns of `-o wide` behind the name, and the path of each */
  readonly wide?: Readonly<Record<string, readonly string[]>>
  /** The kind has no status: it is Ready from the start, with this message. */
  readonly alwaysReady?: string
  /** The same for those objects of the kind that say `is` at `path`. */
  readonly staticWhen?: {readonly path: readonly string[]; readonly is: string; readonly message: string}
  /** Message column: long hashes are cut as in the revision */
  readonly shortMessage?: true
  /**
   * What is said when a run ended well: the first of these texts whose `{path}` parts all lead to something (`{message}`
   * is that of the Ready condition, `{revision}` what the column shows), or the last one.
   */
  readonly success: readonly string[]
  /** Where suspension is kept when it is not `spec.suspend`: this annotation says `disabled`. */
  readonly suspendAnnotation?: string
  /** the object names its source at the first of these paths that leads to something; `{kind, name, namespace?}` */
  readonly sourceRefs?: readonly (readonly string[])[]
  /** the namespace of a source is shown as it is written, also when it is left out */
  readonly sourceAsWritten?: boolean
  /** `flux get` takes `--show-source` */
  readonly showSource?: true
  /** `flux reconcile` takes `--with-source` and reconciles the source first, when it is of these kinds */
  readonly withSource?: readonly string[]
  /** With `spec.chart`, the source is an object of this kind that the controller makes in the namespace of the chart's source. */
  readonly madeSource?: string
  /** flags of `flux reconcile` that ask for more, and the annotation that says so beside the request's */
  readonly requests?: Readonly<Record<string, {readonly annotation: string; readonly summary: string}>>
  /** `flux export` takes `--with-credentials`; true: the kind has a secret to show */
  readonly credentials?: boolean
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
