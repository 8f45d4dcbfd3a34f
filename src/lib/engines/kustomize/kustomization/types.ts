import type {JsonObject} from '../../../formats/json/value.js'
import type {FieldSpec} from '../config/field-spec.js'

/** The fields of a kustomization.yaml, as decoded: text is '' and lists are empty when a field is absent. */
export interface Kustomization {
  readonly apiVersion: string
  readonly kind: string
  readonly openapi: ReadonlyMap<string, string>
  readonly namePrefix: string
  readonly nameSuffix: string
  readonly namespace: string
  readonly commonLabels: ReadonlyMap<string, string>
  readonly labels: readonly Label[]
  readonly commonAnnotations: ReadonlyMap<string, string>
  readonly patchesStrategicMerge: readonly string[]
  readonly patchesJson6902: readonly Patch[]
  readonly patches: readonly Patch[]
  readonly images: readonly Image[]
  readonly replacements: readonly ReplacementField[]
  readonly replicas: readonly Replica[]
  readonly vars: readonly Var[]
  readonly sortOptions: SortOptions | undefined
  readonly resources: readonly string[]
  readonly components: readonly string[]
  readonly crds: readonly string[]
  readonly configMapGenerator: readonly GeneratorArgs[]
  readonly secretGenerator: readonly GeneratorArgs[]
  readonly helmGlobals: HelmGlobals | undefined
  readonly helmCharts: readonly HelmChart[]
  readonly generatorOptions: GeneratorOptions | undefined
  readonly configurations: readonly string[]
  readonly generators: readonly string[]
  readonly transformers: readonly string[]
  readonly validators: readonly string[]
  readonly buildMetadata: readonly string[]
}

export interface Label {
  readonly pairs: ReadonlyMap<string, string>
  readonly includeSelectors: boolean
  readonly includeTemplates: boolean
  readonly fields: readonly FieldSpec[]
}

/** Group, version, kind, name and namespace are regular expressions; '' selects everything. */
export interface Selector {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly name: string
  readonly namespace: string
  readonly annotationSelector: string
  readonly labelSelector: string
}

export interface Patch {
  readonly path: string
  readonly patch: string
  readonly target: Selector | undefined
  readonly options: {readonly allowNameChange: boolean; readonly allowKindChange: boolean} | undefined
}

export interface Image {
  readonly name: string
  readonly newName: string
  readonly tagSuffix: string
  readonly newTag: string
  readonly digest: string
}

export interface Replica {
  readonly name: string
  readonly count: number | bigint
}

export interface FieldOptions {
  readonly delimiter: string
  readonly index: number
  readonly encoding: string
  readonly create: boolean
}

export interface SourceSelector {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly name: string
  readonly namespace: string
  readonly fieldPath: string
  readonly options: FieldOptions | undefined
}

export interface TargetSelector {
  readonly select: Selector | undefined
  readonly reject: readonly Selector[]
  readonly fieldPaths: readonly string[]
  readonly options: FieldOptions | undefined
}

export interface Replacement {
  readonly source: SourceSelector | undefined
  readonly sourceValue: string | undefined
  /** undefined when the field is absent, which is an error */
  readonly targets: readonly TargetSelector[] | undefined
}

export interface ReplacementField extends Replacement {
  readonly path: string
}

export interface Var {
  readonly name: string
  readonly objref: {
    readonly apiVersion: string
    readonly group: string
    readonly version: string
    readonly kind: string
    readonly name: string
    readonly namespace: string
  }
  readonly fieldref: {readonly fieldPath: string}
}

export interface SortOptions {
  readonly order: string
  readonly legacySortOptions: {readonly orderFirst: readonly string[]; readonly orderLast: readonly string[]} | undefined
}

export interface GeneratorOptions {
  readonly labels: ReadonlyMap<string, string>
  readonly annotations: ReadonlyMap<string, string>
  readonly disableNameSuffixHash: boolean
  readonly immutable: boolean
}

export interface GeneratorArgs {
  readonly namespace: string
  readonly name: string
  readonly behavior: string
  readonly literals: readonly string[]
  readonly files: readonly string[]
  readonly envs: readonly string[]
  readonly options: GeneratorOptions | undefined
  /** of a Secret */
  readonly type: string
}

export interface HelmGlobals {
  readonly chartHome: string
  readonly configHome: string
}

export interface HelmChart {
  readonly name: string
  readonly version: string
  readonly repo: string
  readonly releaseName: string
  readonly namespace: string
  readonly additionalValuesFiles: readonly string[]
  readonly valuesFile: string
  readonly valuesInline: JsonObject | undefined
  readonly valuesMerge: string
  readonly includeCRDs: boolean
  readonly skipHooks: boolean
  readonly apiVersions: readonly string[]
  readonly kubeVersion: string
  readonly nameTemplate: string
  readonly skipTests: boolean
  readonly debug: boolean
  readonly devel: boolean
}
