import type {TransformerConfig} from '../config/default-config.js'
import {type FieldSpec, fieldSpec, mergeFieldSpecs} from '../config/field-spec.js'
import {at, belowOf, inside, type Place, within} from '../error.js'
import {configText, demandNoMerge} from '../go/config-text.js'
import type {Kustomization, Label, Replacement} from '../kustomization/types.js'
import type {PluginContext} from '../plugins/plugin.js'
import type {ResMap} from '../resource/res-map.js'
import {addAffix} from '../transform/affixes.js'
import {setImage} from '../transform/images.js'
import {setPairs} from '../transform/metadata.js'
import {setNamespace} from '../transform/namespace.js'
import {prepareJsonPatch, preparePatch, prepareStrategicMerges} from '../transform/patches.js'
import {loadReplacements, replace} from '../transform/replacements.js'
import {setReplicas} from '../transform/replicas.js'
import type {OwnFile} from './own-file.js'

export interface Transformer {
  /** of the built-in plugin, for annotations */
  readonly kind: string
  readonly apply: (map: ResMap) => void
  /** of the kustomization, that asks for it */
  readonly place: Place
}

/** Places the faults of an action. */
type At = <T>(place: Place, action: () => T) => T

/** The transformers that a kustomization's own fields stand for, in kustomize's order. All are configured before any runs. */
export function builtinTransformers(k: Kustomization, config: TransformerConfig, own: OwnFile): Transformer[] {
  const context = own.context()
  const placed: At = (place, action) => own.at(place, action)
  const configured: Configured = (place, kind, fields, prepare) =>
    placed(place, () => ({kind, place, apply: shownConfig(kind, fields, prepare)}))
  return [
    ...patchTransformers(k, context, configured),
    ...nameTransformers(k, config),
    ...metadataTransformers(k, config, own),
    ...k.patchesJson6902.map((patch, i) =>
      configured(
        ['patchesJson6902', i],
        'PatchJson6902Transformer',
        {target: patch.target, path: patch.path, jsonOp: patch.patch},
        () => prepareJsonPatch(patch, contextAt(context, ['patchesJson6902', i], 'patch')),
      ),
    ),
    ...k.replicas.map((replica, i) =>
      plain(['replicas', i], 'ReplicaCountTransformer', (map) => setReplicas(map, replica, config.replicas)),
    ),
    ...k.images.map((image, i) => plain(['images', i], 'ImageTagTransformer', (map) => setImage(map, image, config.images))),
    ...replacementTransformer(k, context, configured, placed),
  ]
}

type Configured = (
  place: Place,
  kind: string,
  fields: Record<string, unknown>,
  prepare: () => Transformer['apply'],
) => Transformer

function plain(place: Place, kind: string, apply: Transformer['apply']): Transformer {
  return {kind, apply, place}
}

/** Kustomize shows a plugin's whole configuration when it cannot be used. */
function shownConfig(kind: string, config: Record<string, unknown>, prepare: () => Transformer['apply']): Transformer['apply'] {
  return within(() => `trouble configuring builtin ${kind} with config: \`\n${configText(config)}\``, prepare)
}

/** The same context, its warnings at one place of the kustomization, which may hold a patch in its field `text`. */
function contextAt(context: PluginContext, place: Place, text = ''): PluginContext {
  const inlinePlace =
    text === '' ? undefined : (below: Place, line?: number) => context.placeInText([...place, text], below, line)
  return {...context, inlinePlace, warn: (message) => context.warnAt(message, place)}
}

function patchTransformers(k: Kustomization, context: PluginContext, configured: Configured): Transformer[] {
  const list: Transformer[] = []
  if (k.patchesStrategicMerge.length > 0) {
    list.push(
      configured(['patchesStrategicMerge'], 'PatchStrategicMergeTransformer', {paths: k.patchesStrategicMerge}, () =>
        prepareStrategicMerges(k.patchesStrategicMerge, context),
      ),
    )
  }
  for (const [i, patch] of k.patches.entries()) {
    list.push(
      configured(['patches', i], 'PatchTransformer', {...patch}, () =>
        preparePatch(patch, contextAt(context, ['patches', i], 'patch')),
      ),
    )
  }
  return list
}

function nameTransformers(k: Kustomization, config: TransformerConfig): Transformer[] {
  const list: Transformer[] = []
  if (k.namespace !== '') {
    const options = {namespace: k.namespace, fieldSpecs: config.namespace, unsetOnly: false, subjects: 'defaultOnly'} as const
    list.push(plain(['namespace'], 'NamespaceTransformer', (map) => setNamespace(map, options)))
  }
  if (k.namePrefix !== '')
    list.push(plain(['namePrefix'], 'PrefixTransformer', (map) => addAffix(map, 'prefix', k.namePrefix, config.namePrefix)))
  if (k.nameSuffix !== '')
    list.push(plain(['nameSuffix'], 'SuffixTransformer', (map) => addAffix(map, 'suffix', k.nameSuffix, config.nameSuffix)))
  return list
}

function metadataTransformers(k: Kustomization, config: TransformerConfig, own: OwnFile): Transformer[] {
  const list: Transformer[] = []
  const add = (
    place: Place,
    part: string,
    pairs: ReadonlyMap<string, string>,
    specs: readonly FieldSpec[],
    below: Place = [],
  ) => {
    const kind = part === 'Labels' ? 'LabelTransformer' : 'AnnotationsTransformer'
    own.at([...place, ...below], () => demandNoMerge(kind, {[part]: pairs, FieldSpecs: specs}, [pairs]))
    list.push(plain(place, kind, (map) => setPairs(map, pairs, specs, (key) => own.place([...place, ...below, key]))))
  }
  if (k.labels.length > 0 || k.commonLabels.size > 0) {
    for (const [i, label] of k.labels.entries()) {
      const specs = own.at(['labels', i], () => labelSpecs(label, config))
      add(['labels', i], 'Labels', label.pairs, specs, ['pairs'])
    }
    add(['commonLabels'], 'Labels', k.commonLabels, config.commonLabels)
  }
  if (k.commonAnnotations.size > 0) {
    add(['commonAnnotations'], 'Annotations', k.commonAnnotations, config.commonAnnotations)
  }
  return list
}

function labelSpecs(label: Label, config: TransformerConfig): ReturnType<typeof mergeFieldSpecs> {
  const merging = <T>(action: () => T): T => within('failed to merge labels', action)
  const specs = merging(() => inside(['fields'], () => mergeFieldSpecs(label.fields, config.labels)))
  if (label.includeSelectors) return merging(() => mergeFieldSpecs(specs, config.commonLabels))
  const templates = label.includeTemplates
    ? within('failed to merge template fieldSpec', () => mergeFieldSpecs(specs, config.templateLabels))
    : specs
  return merging(() => mergeFieldSpecs(templates, [fieldSpec('metadata/labels', true)]))
}

/** A kustomization's own empty list of targets is none at all, as it passes through YAML on its way. */
function withoutEmptyTargets(replacement: Replacement): Replacement {
  return replacement.targets?.length === 0 ? {...replacement, targets: undefined} : replacement
}

function replacementTransformer(k: Kustomization, context: PluginContext, configured: Configured, placed: At): Transformer[] {
  if (k.replacements.length === 0) return []
  const prepare = () => {
    const list = k.replacements.flatMap((field, i) =>
      placed(['replacements', i], () => loadReplacements(field, context.inFile)).map(({replacement, path, place}) => ({
        replacement: path === '' ? withoutEmptyTargets(replacement) : replacement,
        warn: (message: string, below: Place) =>
          path === ''
            ? context.warnAt(message, ['replacements', i, ...below])
            : context.warnIn(path, message, [...place, ...below]),
        at: <T>(action: () => T): T =>
          path === ''
            ? placed(['replacements', i], action)
            : at((error) => context.placeIn(path, [...place, ...belowOf(error)]), action),
      })),
    )
    const replacements = list.map(({replacement}) => replacement)
    return (map: ResMap) =>
      replace(
        map,
        replacements,
        (message, i, below) => list[i]!.warn(message, below),
        (i, action) => list[i]!.at(action),
      )
  }
  return [configured(['replacements'], 'ReplacementTransformer', {Replacements: k.replacements}, prepare)]
}
