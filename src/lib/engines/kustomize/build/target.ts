import {EMPTY_CONFIG, type TransformerConfig} from '../config/default-config.js'
import {fieldSpec, mergeFieldSpecs} from '../config/field-spec.js'
import {mergeConfigs} from '../config/merge-config.js'
import {KustomizeError, within, wrapped} from '../error.js'
import {HttpFault, type Loader} from '../files/loader.js'
import {generate, withGlobalOptions} from '../generate/generators.js'
import {KUSTOMIZATION_FILES, readKustomization} from '../kustomization/read.js'
import type {GeneratorArgs, Kustomization, Label} from '../kustomization/types.js'
import {ORIGIN} from '../resource/build-annotations.js'
import {resourcesOf} from '../resource/factory.js'
import type {Resource} from '../resource/resource.js'
import {addAffix} from '../transform/affixes.js'
import {setImage} from '../transform/images.js'
import {setPairs} from '../transform/metadata.js'
import {setNamespace} from '../transform/namespace.js'
import {inFile, type PatchContext, prepareJsonPatch, preparePatch, prepareStrategicMerges} from '../transform/patches.js'
import {setReplicas} from '../transform/replicas.js'
import {Accumulator} from './accumulator.js'
import type {BuildState} from './build-state.js'
import {type Origin, originBelow, originText, ROOT_ORIGIN} from './origin.js'

type Transformer = {readonly name: string; readonly apply: () => void}

/** One kustomization on its way: reads its file, gathers its resources, applies what it says. */
export class Target {
  private constructor(
    private readonly loader: Loader,
    private readonly state: BuildState,
    readonly kustomization: Kustomization,
    readonly fileName: string,
    private origin: Origin | undefined,
    private readonly buildMetadata: readonly string[],
  ) {}

  static read(
    loader: Loader,
    state: BuildState,
    parent?: {origin: Origin | undefined; buildMetadata: readonly string[]},
  ): Target {
    const {text, name} = kustomizationFile(loader)
    const {kustomization, deprecations} = readKustomization(text, loader.root)
    for (const message of deprecations) state.warn({message, file: `${loader.root}/${name}`})
    const buildMetadata = parent?.buildMetadata ?? kustomization.buildMetadata
    const origin = parent === undefined ? (buildMetadata.length > 0 ? ROOT_ORIGIN : undefined) : parent.origin
    return new Target(loader, state, kustomization, name, origin, buildMetadata)
  }

  /** Reads the types that the kustomization names; the first one of a build decides. */
  chooseSchemas(isRoot: boolean): void {
    const {openapi} = this.kustomization
    const path = openapi.get('path')
    const text = path === undefined ? undefined : this.#text(path)
    this.state.chooseSchemas(openapi.get('version'), text, isRoot)
  }

  accumulate(accumulator = new Accumulator()): Accumulator {
    const {kustomization, state} = this
    let current = within('accumulating resources', () => this.#resources(accumulator, kustomization.resources))
    current.mergeConfig(this.#config())
    for (const [kind, list] of [
      ['ConfigMap', kustomization.configMapGenerator],
      ['Secret', kustomization.secretGenerator],
    ] as const) {
      for (const args of list) this.#generate(current, kind, args)
    }
    current = within('accumulating components', () => this.#components(current, kustomization.components))
    for (const transformer of this.#transformers(current)) {
      state.check()
      transformer.apply()
      current.map.dropEmpties()
    }
    within(`merging vars ${kustomization.vars.length}`, () => current.addVars(kustomization.vars))
    return current
  }

  #text(path: string): string {
    return Buffer.from(this.loader.load(path)).toString('utf8')
  }

  #config(): TransformerConfig {
    const {configurations} = this.kustomization
    if (configurations.length === 0) return this.state.defaultConfig
    return mergeConfigs(this.state.defaultConfig, EMPTY_CONFIG)
  }

  #resources(accumulator: Accumulator, paths: readonly string[]): Accumulator {
    let current = accumulator
    for (const path of paths) {
      this.state.check()
      let fileFault: unknown
      try {
        this.#file(current, path)
        continue
      } catch (error) {
        fileFault = error
      }
      current = this.#folder(current, path, fileFault)
    }
    return current
  }

  #folder(accumulator: Accumulator, path: string, fileFault: unknown): Accumulator {
    if (!(fileFault instanceof KustomizeError) || fileFault instanceof HttpFault) throw fileFault
    let loader: Loader
    try {
      loader = this.loader.enter(path)
    } catch (error) {
      if (fileFault.message.includes('MalformedYAMLError')) throw fileFault
      throw wrapped(error, `accumulation err='${fileFault.message}'`)
    }
    return within(`accumulation err='${fileFault.message}'`, () => this.#enter(accumulator, loader, path, false))
  }

  #components(accumulator: Accumulator, paths: readonly string[]): Accumulator {
    let current = accumulator
    for (const path of paths) {
      let loader: Loader
      try {
        loader = this.loader.enter(path)
      } catch (error) {
        throw quoted(error, 'loader.New')
      }
      try {
        current = this.#enter(current, loader, path, true)
      } catch (error) {
        throw quoted(error, 'accumulateDirectory:')
      }
    }
    return current
  }

  #enter(accumulator: Accumulator, loader: Loader, path: string, isComponent: boolean): Accumulator {
    const origin = this.origin === undefined ? undefined : originBelow(this.origin, path)
    const inner = within(`couldn't make target for path '${loader.root}'`, () =>
      Target.read(loader, this.state, {origin, buildMetadata: this.buildMetadata}),
    )
    inner.chooseSchemas(false)
    const {kind} = inner.kustomization
    if (isComponent && kind !== 'Component') {
      throw new KustomizeError(`expected kind 'Component' for path '${loader.root}' but got '${kind}'`)
    }
    if (!isComponent && kind === 'Component') throw new KustomizeError(`expected kind != 'Component' for path '${loader.root}'`)
    const outer = isComponent ? new Accumulator() : accumulator
    const gathered = within(`recursed accumulation of path '${loader.root}'`, () =>
      isComponent ? inner.accumulate(accumulator) : inner.accumulate(),
    )
    within(`recursed merging from path '${loader.root}'`, () => outer.merge(gathered))
    return outer
  }

  #file(accumulator: Accumulator, path: string): void {
    const resources = within(`accumulating resources from '${path}'`, () => this.#read(path))
    if (this.origin !== undefined) {
      const origin = originText(originBelow(this.origin, path))
      for (const resource of resources) resource.setAnnotation(ORIGIN, origin)
    }
    within(`merging resources from '${path}'`, () => accumulator.map.appendAll(resources))
  }

  #read(path: string): Resource[] {
    const bytes = this.loader.load(path)
    this.state.count(bytes.length)
    try {
      const resources = resourcesOf(Buffer.from(bytes).toString('utf8'), this.state.schemas, `${this.loader.root}/${path}`)
      refuseDoubles(resources)
      return resources
    } catch (error) {
      throw inFile(error, path)
    }
  }

  #generate(accumulator: Accumulator, kind: 'ConfigMap' | 'Secret', given: GeneratorArgs): void {
    const args = withGlobalOptions(given, this.kustomization.generatorOptions)
    const resource = generate(kind, args, (path) => this.loader.load(path), this.state.schemas)
    if (this.origin !== undefined) resource.setAnnotation(ORIGIN, originText(this.#configured(`${kind}Generator`)))
    within('merging from generator', () => accumulator.map.absorb(resource))
  }

  #configured(kind: string): Origin {
    const origin = this.origin ?? ROOT_ORIGIN
    return {
      ...origin,
      path: '',
      configuredIn: originBelow(origin, this.fileName).path,
      configuredBy: {apiVersion: 'builtin', kind, name: '', namespace: ''},
    }
  }

  #transformers(accumulator: Accumulator): Transformer[] {
    const {kustomization: k} = this
    const {map, config} = accumulator
    const context: PatchContext = {
      schemas: this.state.schemas,
      load: (path) => this.#text(path),
      warn: (message) => this.state.warn({message, file: `${this.loader.root}/${this.fileName}`}),
    }
    const list: Transformer[] = []
    const add = (name: string, apply: () => void) => list.push({name, apply})
    if (k.patchesStrategicMerge.length > 0) {
      const apply = prepareStrategicMerges(k.patchesStrategicMerge, context)
      add('PatchStrategicMergeTransformer', () => apply(map))
    }
    for (const patch of k.patches) {
      const apply = preparePatch(patch, context)
      add('PatchTransformer', () => apply(map))
    }
    if (k.namespace !== '') {
      const options = {namespace: k.namespace, fieldSpecs: config.namespace, unsetOnly: false, subjects: 'defaultOnly'} as const
      add('NamespaceTransformer', () => setNamespace(map, options))
    }
    if (k.namePrefix !== '') add('PrefixTransformer', () => addAffix(map, 'prefix', k.namePrefix, config.namePrefix))
    if (k.nameSuffix !== '') add('SuffixTransformer', () => addAffix(map, 'suffix', k.nameSuffix, config.nameSuffix))
    if (k.labels.length > 0 || k.commonLabels.size > 0) {
      for (const label of k.labels) {
        const specs = labelSpecs(label, config)
        add('LabelTransformer', () => setPairs(map, label.pairs, specs))
      }
      add('LabelTransformer', () => setPairs(map, k.commonLabels, config.commonLabels))
    }
    if (k.commonAnnotations.size > 0)
      add('AnnotationsTransformer', () => setPairs(map, k.commonAnnotations, config.commonAnnotations))
    for (const patch of k.patchesJson6902) {
      const apply = prepareJsonPatch(patch, context)
      add('PatchJson6902Transformer', () => apply(map))
    }
    for (const replica of k.replicas) add('ReplicaCountTransformer', () => setReplicas(map, replica, config.replicas))
    for (const image of k.images) add('ImageTagTransformer', () => setImage(map, image, config.images))
    return list
  }
}

function labelSpecs(label: Label, config: TransformerConfig): ReturnType<typeof mergeFieldSpecs> {
  return within('failed to merge labels', () => {
    const specs = mergeFieldSpecs(label.fields, config.labels)
    if (label.includeSelectors) return mergeFieldSpecs(specs, config.commonLabels)
    const templates = label.includeTemplates
      ? within('failed to merge template fieldSpec', () => mergeFieldSpecs(specs, config.templateLabels))
      : specs
    return mergeFieldSpecs(templates, [fieldSpec('metadata/labels', true)])
  })
}

function refuseDoubles(resources: readonly Resource[]): void {
  const seen = new Set<string>()
  for (const resource of resources) {
    const id = resource.curId
    if (seen.has(id.key)) throw new KustomizeError(`may not add resource with an already registered id: ${id}`)
    seen.add(id.key)
  }
}

function quoted(error: unknown, prefix: string): unknown {
  if (!(error instanceof KustomizeError)) return error
  return new KustomizeError(`${prefix} ${JSON.stringify(error.message)}`, {hints: error.hints, cause: error})
}

function kustomizationFile(loader: Loader): {text: string; name: string} {
  const found: {text: string; name: string}[] = []
  for (const name of KUSTOMIZATION_FILES) {
    try {
      found.push({text: Buffer.from(loader.load(name)).toString('utf8'), name})
    } catch (error) {
      if (!(error instanceof KustomizeError)) throw error
    }
  }
  if (found.length === 1) return found[0]!
  if (found.length > 1) throw new KustomizeError(`Found multiple kustomization files under: ${loader.root}\n`)
  const names = KUSTOMIZATION_FILES.map((name) => `'${name}'`)
  throw new KustomizeError(
    `unable to find one of ${names.slice(0, -1).join(', ')} or ${names[names.length - 1]} in directory '${loader.root}'`,
  )
}
