import type {Shape, Struct} from './decode.js'

const strings: Shape = {list: 'string'}
const pairs: Shape = {map: 'string'}

const gvk = {group: 'string', version: 'string', kind: 'string'} as const
const resId = {...gvk, name: 'string', namespace: 'string'} as const

/** Messages name the embedded type before its fields. */
export function embed(type: string, fields: object): Record<string, string> {
  return Object.fromEntries(Object.keys(fields).map((name) => [name, type]))
}

const inGvk = embed('Gvk', gvk)
const inResId = {...embed('ResId.Gvk', gvk), ...embed('ResId', {name: '', namespace: ''})}

export const FIELD_SPEC: Struct = {name: 'FieldSpec', fields: {...gvk, path: 'string', create: 'bool'}, embedded: inGvk}

export const SELECTOR: Struct = {
  name: 'Selector',
  fields: {...resId, annotationSelector: 'string', labelSelector: 'string'},
  embedded: inResId,
}

/** Where a ValueAddTransformer writes. */
export const VALUE_TARGET: Struct = {
  name: 'builtins.Target',
  fields: {selector: {optional: SELECTOR}, fieldPath: 'string', filePathPosition: 'int'},
}

const PATCH_OPTIONS: Struct = {name: 'PatchArgs', fields: {allowNameChange: 'bool', allowKindChange: 'bool'}}

export const PATCH: Struct = {
  name: 'Patch',
  fields: {path: 'string', patch: 'string', target: {optional: SELECTOR}, options: {optional: PATCH_OPTIONS}},
}

const LABEL: Struct = {
  name: 'Label',
  fields: {pairs, includeSelectors: 'bool', includeTemplates: 'bool', fields: {list: FIELD_SPEC}},
}

export const IMAGE: Struct = {
  name: 'Image',
  fields: {name: 'string', newName: 'string', tagSuffix: 'string', newTag: 'string', digest: 'string'},
}

export const REPLICA: Struct = {name: 'Replica', fields: {name: 'string', count: 'int64'}}

const FIELD_OPTIONS: Struct = {
  name: 'FieldOptions',
  fields: {delimiter: 'string', index: 'int', encoding: 'string', create: 'bool'},
}

const SOURCE_SELECTOR: Struct = {
  name: 'SourceSelector',
  fields: {...resId, fieldPath: 'string', options: {optional: FIELD_OPTIONS}},
  embedded: inResId,
}

const TARGET_SELECTOR: Struct = {
  name: 'TargetSelector',
  fields: {select: {optional: SELECTOR}, reject: {list: SELECTOR}, fieldPaths: strings, options: {optional: FIELD_OPTIONS}},
}

export const REPLACEMENT: Struct = {
  name: 'Replacement',
  fields: {
    source: {optional: SOURCE_SELECTOR},
    sourceValue: {optional: 'string'},
    targets: {optional: {list: TARGET_SELECTOR, pointers: true}},
  },
}

export const REPLACEMENT_FIELD: Struct = {
  name: 'ReplacementField',
  fields: {...REPLACEMENT.fields, path: 'string'},
  embedded: embed('Replacement', REPLACEMENT.fields),
}

const VAR: Struct = {
  name: 'Var',
  fields: {
    name: 'string',
    objref: {name: 'Target', fields: {apiVersion: 'string', ...resId}, embedded: inGvk},
    fieldref: {name: 'FieldSelector', fields: {fieldPath: 'string'}},
  },
}

export const SORT_OPTIONS: Struct = {
  name: 'SortOptions',
  fields: {
    order: 'types.SortOrder',
    legacySortOptions: {optional: {name: 'LegacySortOptions', fields: {orderFirst: strings, orderLast: strings}}},
  },
}

export const GENERATOR_OPTIONS: Struct = {
  name: 'GeneratorOptions',
  fields: {labels: pairs, annotations: pairs, disableNameSuffixHash: 'bool', immutable: 'bool'},
}

const GENERATOR = {
  namespace: 'string',
  name: 'string',
  behavior: 'string',
  literals: strings,
  files: strings,
  envs: strings,
  env: 'string',
  options: {optional: GENERATOR_OPTIONS},
} as const satisfies Record<string, Shape>

const inGenerator = {
  ...embed('GeneratorArgs', GENERATOR),
  ...embed('GeneratorArgs.KvPairSources', {literals: '', files: '', envs: '', env: ''}),
}

export const CONFIG_MAP_ARGS: Struct = {name: 'ConfigMapArgs', fields: GENERATOR, embedded: inGenerator}
export const SECRET_ARGS: Struct = {name: 'SecretArgs', fields: {...GENERATOR, type: 'string'}, embedded: inGenerator}

export const HELM_GLOBALS: Struct = {name: 'HelmGlobals', fields: {chartHome: 'string', configHome: 'string'}}

export const HELM_CHART: Struct = {
  name: 'HelmChart',
  fields: {
    name: 'string',
    version: 'string',
    repo: 'string',
    releaseName: 'string',
    namespace: 'string',
    additionalValuesFiles: strings,
    valuesFile: 'string',
    valuesInline: 'any',
    valuesMerge: 'string',
    includeCRDs: 'bool',
    skipHooks: 'bool',
    apiVersions: strings,
    kubeVersion: 'string',
    nameTemplate: 'string',
    skipTests: 'bool',
    debug: 'bool',
    devel: 'bool',
  },
}

const HELM_CHART_ARGS: Struct = {
  name: 'HelmChartArgs',
  fields: {
    chartName: 'string',
    chartVersion: 'string',
    chartRepoUrl: 'string',
    chartHome: 'string',
    chartRepoName: 'string',
    helmBin: 'string',
    helmHome: 'string',
    values: 'string',
    valuesLocal: 'any',
    valuesMerge: 'string',
    releaseName: 'string',
    releaseNamespace: 'string',
    extraArgs: strings,
  },
}

/** Every field that kustomize 5.8.1 knows. */
export const KUSTOMIZATION: Struct = {
  name: 'Kustomization',
  embedded: embed('TypeMeta', {kind: '', apiVersion: ''}),
  fields: {
    kind: 'string',
    apiVersion: 'string',
    metadata: {
      optional: {name: 'ObjectMeta', fields: {name: 'string', namespace: 'string', labels: pairs, annotations: pairs}},
    },
    openapi: pairs,
    namePrefix: 'string',
    nameSuffix: 'string',
    namespace: 'string',
    commonLabels: pairs,
    labels: {list: LABEL},
    commonAnnotations: pairs,
    patchesStrategicMerge: {list: 'types.PatchStrategicMerge'},
    patchesJson6902: {list: PATCH},
    patches: {list: PATCH},
    images: {list: IMAGE},
    imageTags: {list: IMAGE},
    replacements: {list: REPLACEMENT_FIELD},
    replicas: {list: REPLICA},
    vars: {list: VAR},
    sortOptions: {optional: SORT_OPTIONS},
    resources: strings,
    components: strings,
    crds: strings,
    bases: strings,
    configMapGenerator: {list: CONFIG_MAP_ARGS},
    secretGenerator: {list: SECRET_ARGS},
    helmGlobals: {optional: HELM_GLOBALS},
    helmCharts: {list: HELM_CHART},
    helmChartInflationGenerator: {list: HELM_CHART_ARGS},
    generatorOptions: {optional: GENERATOR_OPTIONS},
    configurations: strings,
    generators: strings,
    transformers: strings,
    validators: strings,
    buildMetadata: strings,
  },
}
