import type {Struct} from '../kustomization/decode.js'
import {
  CONFIG_MAP_ARGS,
  embed,
  FIELD_SPEC,
  HELM_CHART,
  HELM_GLOBALS,
  IMAGE,
  PATCH,
  REPLACEMENT_FIELD,
  REPLICA,
  SECRET_ARGS,
  SELECTOR,
  VALUE_TARGET,
} from '../kustomization/shapes.js'

const meta: Struct = {name: 'ObjectMeta', fields: {name: 'string', namespace: 'string'}}
const fieldSpecs = {list: FIELD_SPEC} as const

/** The fields of a type that a plugin embeds. */
function within(type: string, {fields, embedded}: Struct): Record<string, string> {
  return Object.fromEntries(
    Object.keys(fields).map((name) => [name, embedded?.[name] === undefined ? type : `${type}.${embedded[name]}`]),
  )
}

/** The configuration of each built-in transformer and generator. */
export const PLUGIN_SHAPES = {
  ConfigMapGenerator: {
    name: 'ConfigMapGeneratorPlugin',
    fields: {...CONFIG_MAP_ARGS.fields, metadata: meta},
    embedded: within('ConfigMapArgs', CONFIG_MAP_ARGS),
  },
  SecretGenerator: {
    name: 'SecretGeneratorPlugin',
    fields: {...SECRET_ARGS.fields, metadata: meta},
    embedded: within('SecretArgs', SECRET_ARGS),
  },
  IAMPolicyGenerator: {
    name: 'IAMPolicyGeneratorPlugin',
    fields: {
      cloud: 'types.Cloud',
      kubernetesService: {name: 'KubernetesService', fields: {name: 'string', namespace: 'string'}},
      serviceAccount: {name: 'ServiceAccount', fields: {name: 'string', projectId: 'string'}},
    },
    embedded: embed('IAMPolicyGeneratorArgs', {cloud: '', kubernetesService: '', serviceAccount: ''}),
  },
  HelmChartInflationGenerator: {
    name: 'HelmChartInflationGeneratorPlugin',
    fields: {...HELM_GLOBALS.fields, ...HELM_CHART.fields, metadata: meta},
    embedded: {...within('HelmGlobals', HELM_GLOBALS), ...within('HelmChart', HELM_CHART)},
  },
  AnnotationsTransformer: {name: 'AnnotationsTransformerPlugin', fields: {annotations: {map: 'string'}, fieldSpecs}},
  LabelTransformer: {name: 'LabelTransformerPlugin', fields: {labels: {map: 'string'}, fieldSpecs}},
  ImageTagTransformer: {name: 'ImageTagTransformerPlugin', fields: {imageTag: IMAGE, fieldSpecs}},
  ReplicaCountTransformer: {name: 'ReplicaCountTransformerPlugin', fields: {replica: REPLICA, fieldSpecs}},
  NamespaceTransformer: {
    name: 'NamespaceTransformerPlugin',
    fields: {metadata: meta, fieldSpecs, unsetOnly: 'bool', setRoleBindingSubjects: 'string'},
  },
  PatchTransformer: {name: 'PatchTransformerPlugin', fields: PATCH.fields},
  PatchJson6902Transformer: {
    name: 'PatchJson6902TransformerPlugin',
    fields: {target: {optional: SELECTOR}, path: 'string', jsonOp: 'string'},
  },
  PatchStrategicMergeTransformer: {
    name: 'PatchStrategicMergeTransformerPlugin',
    fields: {paths: {list: 'types.PatchStrategicMerge'}, patches: 'string'},
  },
  ReplacementTransformer: {name: 'ReplacementTransformerPlugin', fields: {replacements: {list: REPLACEMENT_FIELD}}},
  ValueAddTransformer: {
    name: 'ValueAddTransformerPlugin',
    fields: {
      value: 'string',
      targetFilePath: 'string',
      targets: {list: VALUE_TARGET},
    },
  },
} as const satisfies Record<string, Struct>
