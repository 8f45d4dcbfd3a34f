import type {FieldSpec} from '../config/field-spec.js'
import {KustomizeError, within} from '../error.js'
import type {Image, Patch, ReplacementField, Replica, Selector} from '../kustomization/types.js'
import {addAffix} from '../transform/affixes.js'
import {addHashes} from '../transform/hash.js'
import {setImage} from '../transform/images.js'
import {setPairs} from '../transform/metadata.js'
import {type SubjectMode, setNamespace} from '../transform/namespace.js'
import {prepareJsonPatch, preparePatch, prepareStrategicMerges} from '../transform/patches.js'
import {loadReplacements, replace} from '../transform/replacements.js'
import {setReplicas} from '../transform/replicas.js'
import {addValue, type ValueTarget, valueTargets} from '../transform/value-add.js'
import {readAffix} from './affix-config.js'
import {type Prepare, readConfig} from './plugin.js'
import {PLUGIN_SHAPES} from './shapes.js'

type WithSpecs = {readonly fieldSpecs: readonly FieldSpec[]}

function affix(side: 'prefix' | 'suffix'): Prepare {
  return (config) => {
    const {affix, fieldSpecs} = readAffix(config, side)
    if (fieldSpecs === undefined) throw new KustomizeError('fieldSpecs is not expected to be nil')
    return (map) => addAffix(map, side, affix, fieldSpecs)
  }
}

const SUBJECT_MODES: readonly string[] = ['defaultOnly', 'none', 'allServiceAccounts']

const namespace: Prepare = (config) => {
  const args = within('unmarshalling NamespaceTransformer config', () =>
    readConfig<WithSpecs & {metadata: {namespace: string}; unsetOnly: boolean; setRoleBindingSubjects: string}>(
      config,
      PLUGIN_SHAPES.NamespaceTransformer,
    ),
  )
  const subjects = args.setRoleBindingSubjects || 'defaultOnly'
  if (!SUBJECT_MODES.includes(subjects)) {
    throw new KustomizeError(
      `invalid value "${subjects}" for setRoleBindingSubjects: must be one of "defaultOnly", "none" or "allServiceAccounts"`,
    )
  }
  return (map) =>
    setNamespace(map, {
      namespace: args.metadata.namespace,
      fieldSpecs: args.fieldSpecs,
      unsetOnly: args.unsetOnly,
      subjects: subjects as SubjectMode,
    })
}

const strategicMerge: Prepare = (config, context) => {
  const {paths, patches} = readConfig<{paths: readonly string[]; patches: string}>(
    config,
    PLUGIN_SHAPES.PatchStrategicMergeTransformer,
  )
  if (paths.length === 0 && patches === '') throw new KustomizeError('empty file path and empty patch content')
  return prepareStrategicMerges(paths, context, patches)
}

export const TRANSFORMER_PLUGINS: Readonly<Record<string, Prepare>> = {
  AnnotationsTransformer: (config) => {
    const args = readConfig<WithSpecs & {annotations: ReadonlyMap<string, string>}>(config, PLUGIN_SHAPES.AnnotationsTransformer)
    return (map) => setPairs(map, args.annotations, args.fieldSpecs)
  },
  LabelTransformer: (config) => {
    const args = readConfig<WithSpecs & {labels: ReadonlyMap<string, string>}>(config, PLUGIN_SHAPES.LabelTransformer)
    return (map) => setPairs(map, args.labels, args.fieldSpecs)
  },
  HashTransformer: () => addHashes,
  ImageTagTransformer: (config) => {
    const args = readConfig<WithSpecs & {imageTag: Image}>(config, PLUGIN_SHAPES.ImageTagTransformer)
    return (map) => setImage(map, args.imageTag, args.fieldSpecs)
  },
  NamespaceTransformer: namespace,
  PatchJson6902Transformer: (config, context) => {
    const args = readConfig<{target?: Selector; path: string; jsonOp: string}>(config, PLUGIN_SHAPES.PatchJson6902Transformer)
    return prepareJsonPatch({target: args.target, path: args.path, patch: args.jsonOp, options: undefined}, context)
  },
  PatchStrategicMergeTransformer: strategicMerge,
  PatchTransformer: (config, context) => preparePatch(readConfig<Patch>(config, PLUGIN_SHAPES.PatchTransformer), context),
  PrefixTransformer: affix('prefix'),
  SuffixTransformer: affix('suffix'),
  PrefixSuffixTransformer: (config, context) => {
    const prefix = affix('prefix')(config, context)
    const suffix = affix('suffix')(config, context)
    return (map) => {
      prefix(map)
      suffix(map)
    }
  },
  ReplacementTransformer: (config, context) => {
    const {replacements} = readConfig<{replacements: readonly ReplacementField[]}>(config, PLUGIN_SHAPES.ReplacementTransformer)
    const loaded = replacements.flatMap((field) => loadReplacements(field, context.inFile).map(({replacement}) => replacement))
    return (map) => replace(map, loaded, context.warn)
  },
  ReplicaCountTransformer: (config) => {
    const args = readConfig<WithSpecs & {replica: Replica}>(config, PLUGIN_SHAPES.ReplicaCountTransformer)
    return (map) => setReplicas(map, args.replica, args.fieldSpecs)
  },
  ValueAddTransformer: (config, context) => {
    const args = readConfig<{value: string; targetFilePath: string; targets: readonly ValueTarget[]}>(
      config,
      PLUGIN_SHAPES.ValueAddTransformer,
    )
    const value = args.value.trim() || context.folder
    const targets = valueTargets(args.targets, args.targetFilePath, context.load)
    return (map) => addValue(map, value, targets)
  },
}
