import type {FluxError} from '../../../errors/flux-error.js'
import {asFileFault, at, faultLine, fieldOf, KustomizeError, type Place, quoted, within} from '../error.js'
import {joinPath} from '../files/closed-files.js'
import type {Loader} from '../files/loader.js'
import {generate, withGlobalOptions} from '../generate/generators.js'
import {demandNoMerge} from '../go/config-text.js'
import {readKustomization} from '../kustomization/read.js'
import type {GeneratorArgs, Kustomization} from '../kustomization/types.js'
import {varText} from '../names/var-text.js'
import {GENERATOR_PLUGINS} from '../plugins/generator-plugins.js'
import {configure, configured} from '../plugins/plugin.js'
import {TRANSFORMER_PLUGINS} from '../plugins/transformer-plugins.js'
import {ORIGIN} from '../resource/build-annotations.js'
import type {Source} from '../resource/place.js'
import {placeIn} from '../resource/place.js'
import type {ResMap} from '../resource/res-map.js'
import type {Resource} from '../resource/resource.js'
import {Accumulator} from './accumulator.js'
import type {BuildState} from './build-state.js'
import {helmCharts} from './helm-charts.js'
import {checkKind, kustomizationFile} from './kustomization-file.js'
import {
  configuredIn,
  noteOrigin,
  noteTransformation,
  type Origin,
  originBelow,
  originOfPlugin,
  originText,
  ROOT_ORIGIN,
} from './origin.js'
import {addOwnConfig} from './own-config.js'
import {OwnFile} from './own-file.js'
import {inlineResources} from './read-resources.js'
import {builtinTransformers} from './transformers.js'
import {validate} from './validate.js'

interface Step {
  /** noted on resources that it changed, if anything is */
  readonly origin: Origin | undefined
  readonly apply: (map: ResMap) => void
  /** of what may take names away */
  readonly place?: (() => string) | undefined
}

interface Parent {
  readonly origin: Origin | undefined
  readonly buildMetadata: readonly string[]
  /** its own, or that of the nearest above it: what charts get that name none */
  readonly namespace: string
}

/** One kustomization on its way: reads its file, gathers its resources, applies what it says. */
export class Target {
  private constructor(
    private readonly loader: Loader,
    private readonly state: BuildState,
    readonly kustomization: Kustomization,
    readonly own: OwnFile,
    private readonly origin: Origin | undefined,
    private readonly buildMetadata: readonly string[],
    private readonly namespace: string,
  ) {}

  static read(loader: Loader, state: BuildState, parent?: Parent): Target {
    state.enter()
    const {text, name} = kustomizationFile(loader)
    const whereOf = (error: FluxError) => placeIn(joinPath(loader.root, name), text, fieldOf(error), faultLine(error))
    const {kustomization, deprecations} = at(whereOf, () => readKustomization(text, loader.root))
    const buildMetadata = parent?.buildMetadata ?? kustomization.buildMetadata
    const root = buildMetadata.length > 0 ? ROOT_ORIGIN : undefined
    const origin = parent === undefined ? root : parent.origin
    const own = new OwnFile(loader, state, name, text)
    for (const {message, field} of deprecations) own.warn(message, [field])
    const namespace = kustomization.namespace || (parent?.namespace ?? '')
    return new Target(loader, state, kustomization, own, origin, buildMetadata, namespace)
  }

  /** Reads the types that the kustomization names; the first one of a build decides. */
  chooseSchemas(isRoot: boolean): void {
    const {openapi} = this.kustomization
    const path = openapi.get('path')
    const text = path === undefined ? undefined : this.own.at(['openapi', 'path'], () => this.own.read(path))
    this.own.at(['openapi', 'version'], () => this.state.chooseSchemas(openapi.get('version'), text, isRoot))
  }

  /** What the kustomization yields; a component goes on with what its parent has gathered. */
  accumulate(accumulator = new Accumulator(this.state.grow)): Accumulator {
    const {kustomization} = this
    let current = within('accumulating resources', () => this.#resources(accumulator, kustomization.resources, 'resources'))
    addOwnConfig(current, kustomization, this.own)
    this.#runGenerators(current)
    current = within('accumulating components', () => this.#components(current, kustomization.components))
    this.#runTransformers(current)
    for (const {apply} of this.#plugins(kustomization.validators, 'validators'))
      this.own.at(['validators'], () => validate(current.map, apply))
    within(
      () => `merging vars [${kustomization.vars.map((variable) => varText(variable, false)).join(' ')}]`,
      () => this.own.at(['vars'], () => current.addVars(kustomization.vars, (i) => this.own.place(['vars', i]))),
    )
    return current
  }

  #resources(accumulator: Accumulator, paths: readonly string[], field: string): Accumulator {
    let current = accumulator
    for (const [i, path] of paths.entries()) {
      this.state.check()
      let fileFault: unknown
      try {
        this.#file(current, path)
        continue
      } catch (error) {
        fileFault = error
      }
      const before = current
      current = this.own.at([field, i], () => this.#folder(before, path, fileFault))
    }
    return current
  }

  /** What is no file may be a folder with a kustomization, or a repository. */
  #folder(accumulator: Accumulator, path: string, fileFault: unknown): Accumulator {
    if (!(fileFault instanceof KustomizeError) || this.loader.isGone(path)) throw fileFault
    let loader: Loader
    try {
      loader = this.loader.enter(path)
    } catch (error) {
      if (fileFault.message.includes('MalformedYAMLError')) throw fileFault
      throw asFileFault(error, fileFault)
    }
    return within(`accumulation err='${fileFault.message}'`, () => this.#enter(accumulator, loader, path, false))
  }

  #components(accumulator: Accumulator, paths: readonly string[]): Accumulator {
    let current = accumulator
    for (const [i, path] of paths.entries()) {
      const before = current
      current = this.own.at(['components', i], () => this.#component(before, path))
    }
    return current
  }

  #component(accumulator: Accumulator, path: string): Accumulator {
    let loader: Loader
    try {
      loader = this.loader.enter(path)
    } catch (error) {
      throw quoted(error, 'loader.New')
    }
    try {
      return this.#enter(accumulator, loader, path, true)
    } catch (error) {
      throw quoted(error, 'accumulateDirectory:')
    }
  }

  #enter(accumulator: Accumulator, loader: Loader, path: string, isComponent: boolean): Accumulator {
    return this.state.below(() => this.#accumulateIn(accumulator, loader, path, isComponent))
  }

  #accumulateIn(accumulator: Accumulator, loader: Loader, path: string, isComponent: boolean): Accumulator {
    const {buildMetadata, namespace} = this
    const origin = this.origin === undefined ? undefined : originBelow(this.origin, path)
    const inner = within(`couldn't make target for path '${loader.root}'`, () =>
      Target.read(loader, this.state, {origin, buildMetadata, namespace}),
    )
    inner.chooseSchemas(false)
    checkKind(inner.kustomization.kind, isComponent, loader.root)
    const outer = isComponent ? new Accumulator(this.state.grow) : accumulator
    const gathered = within(`recursed accumulation of path '${loader.root}'`, () =>
      isComponent ? inner.accumulate(accumulator) : inner.accumulate(),
    )
    within(`recursed merging from path '${loader.root}'`, () => outer.merge(gathered))
    return outer
  }

  #file(accumulator: Accumulator, path: string): void {
    const resources = within(`accumulating resources from '${path}'`, () => this.own.resources(path))
    if (this.origin !== undefined) {
      const origin = originText(originBelow(this.origin, path))
      within(`cannot add path annotation for '${path}'`, () => {
        for (const resource of resources) noteOrigin(resource, origin)
      })
    }
    within(`merging resources from '${path}'`, () => accumulator.map.appendAll(resources))
  }

  #runGenerators(accumulator: Accumulator): void {
    const {kustomization: k} = this
    const context = this.own.context()
    const charts = helmCharts(k, this.namespace, this.own)
    // all plugins are configured before anything is generated
    const plugins = within('loading generator plugins', () =>
      this.#configurations(k.generators, 'generators').map((config) => {
        const where = (error: FluxError) => this.own.placeOfConfig(config, 'generators', error)
        const run = at(where, () =>
          within('failed to load generator', () => {
            const prepare = configured(GENERATOR_PLUGINS, config, 'generator')
            return configure(config, () => prepare(config, context))
          }),
        )
        return {run: () => at(where, run), origin: originOfPlugin(config), source: config.source}
      }),
    )
    for (const kind of ['ConfigMap', 'Secret'] as const) {
      const field = kind === 'ConfigMap' ? 'configMapGenerator' : 'secretGenerator'
      for (const [i, args] of k[field].entries()) this.#generate(accumulator, kind, args, [field, i])
    }
    const inflated = this.#configuredHere('HelmChartInflationGenerator')
    for (const [i, inflate] of charts.entries())
      inflate((list) => this.#absorb(accumulator, list, inflated, this.own.source(['helmCharts', i])))
    for (const {run, origin, source} of plugins) this.#absorb(accumulator, run(), origin, source)
  }

  #generate(accumulator: Accumulator, kind: 'ConfigMap' | 'Secret', given: GeneratorArgs, place: Place): void {
    this.own.at(place, () => {
      const args = withGlobalOptions(given, this.kustomization.generatorOptions)
      demandNoMerge(`${kind}Generator`, args, [args.options?.labels, args.options?.annotations])
      const resource = generate(kind, args, this.own.sources, this.state.schemas)
      this.state.countResources(1)
      this.#absorb(accumulator, [resource], this.#configuredHere(`${kind}Generator`), this.own.source(place))
    })
  }

  #absorb(
    accumulator: Accumulator,
    resources: readonly Resource[],
    origin: Origin | undefined,
    source: Source | undefined,
  ): void {
    for (const resource of resources) {
      resource.source = source
      if (origin !== undefined && resource.annotation(ORIGIN) === undefined) resource.setAnnotation(ORIGIN, originText(origin))
      within('merging from generator', () => accumulator.map.absorb(resource))
    }
  }

  #configuredHere(kind: string): Origin | undefined {
    return this.origin && configuredIn(this.origin, this.own.name, kind)
  }

  #runTransformers(accumulator: Accumulator): void {
    const {map, config} = accumulator
    const steps: Step[] = [
      ...builtinTransformers(this.kustomization, config, this.own).map(({kind, apply, place}) => ({
        apply: (resources: ResMap) => this.own.at(place, () => apply(resources)),
        origin: this.#configuredHere(kind),
        place: /^(Patch|Repl.*ment)/.test(kind) ? () => this.own.place(place) : undefined,
      })),
      ...this.#plugins(this.kustomization.transformers, 'transformers'),
    ]
    for (const {apply, origin, place} of steps) {
      this.state.check()
      apply(map)
      if (place !== undefined) for (const resource of map.resources) resource.noteLoss(place)
      if (origin !== undefined) noteTransformation(map, origin)
      map.dropEmpties()
    }
  }

  /** Transformers or validators that are configured by objects of their own. */
  #plugins(entries: readonly string[], field: string): Step[] {
    if (entries.length === 0) return []
    const context = this.own.context()
    return this.#configurations(entries, field).map((config) => {
      const where = (error?: FluxError) => this.own.placeOfConfig(config, field, error)
      return at(where, () => {
        const prepare = configured(TRANSFORMER_PLUGINS, config, 'transformer')
        const apply = configure(config, () => prepare(config, context))
        return {origin: originOfPlugin(config), apply: (map: ResMap) => at(where, () => apply(map)), place: where}
      })
    })
  }

  /** The configuration objects of plugins: inline texts first, then files and folders. */
  #configurations(entries: readonly string[], field: string): readonly Resource[] {
    const accumulator = new Accumulator(this.state.grow)
    const paths: string[] = []
    for (const [i, entry] of entries.entries()) {
      const inline = inlineResources(entry, this.state)
      if (inline === undefined) {
        paths.push(entry)
        continue
      }
      const origin = this.origin && originText(originBelow(this.origin, this.own.name))
      if (origin !== undefined) for (const resource of inline) resource.setAnnotation(ORIGIN, origin)
      for (const resource of inline) this.own.holds(resource, [field, i])
      within(`configuring external ${field === 'generators' ? 'generator' : 'transformer'}`, () =>
        accumulator.map.appendAll(inline),
      )
    }
    return this.#resources(accumulator, paths, field).map.resources
  }
}
