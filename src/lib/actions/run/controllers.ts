import {createKustomizeReconciler} from '../../controllers/kustomize/kustomize-reconciler.js'
import type {KustomizeOptions} from '../../controllers/kustomize/options.js'
import type {ControllerOptions} from '../../controllers/runtime/controller.js'
import {createManager, type Manager} from '../../controllers/runtime/manager.js'
import type {Reconciler} from '../../controllers/runtime/types.js'
import {createGitRepositoryReconciler, type GitRepositoryOptions} from '../../controllers/source/git-repository.js'
import {FluxError} from '../../errors/flux-error.js'
import {KINDS, type KindRow} from '../../kinds/registry.js'
import type {ControllerContext, FleetContext} from './fleet-context.js'

export interface ControllerSettings {
  /** runs at the same time, per controller */
  readonly concurrent: number
  readonly noCrossNamespaceRefs: boolean
  readonly noRemoteBases: boolean
  readonly defaultServiceAccount: string
  /** objects that no Kustomization applies, as `Kind/namespace/name` */
  readonly leftAlone?: readonly string[]
}

/** What the reconcilers of each controller take. */
export interface ReconcilerSettings {
  readonly source: GitRepositoryOptions
  readonly kustomize: Partial<KustomizeOptions>
}

type Create = (ctx: ControllerContext, settings: ReconcilerSettings) => Reconciler

/** The reconciler of each kind, by controller and by the kind's name in the registry. */
const CONTROLLERS: Readonly<Record<string, Readonly<Record<string, Create>>>> = {
  'source-controller': {
    GitRepository: (ctx, {source}) => createGitRepositoryReconciler(ctx, source),
  },
  'kustomize-controller': {
    Kustomization: (ctx, {kustomize}) => createKustomizeReconciler(ctx, kustomize),
  },
}

/** Rows of the kinds that these controllers reconcile. */
export function reconciledKinds(names: readonly string[]): KindRow[] {
  const kinds = new Set(names.flatMap((name) => Object.keys(CONTROLLERS[name]!)))
  return KINDS.filter((row) => kinds.has(row.kind))
}

/** Rows of the kinds that Flux's controllers of these names reconcile, and ours do not yet. */
export function leftOutKinds(names: readonly string[]): KindRow[] {
  const ours = reconciledKinds(names)
  const groups = new Set(ours.map(({group}) => group))
  return KINDS.filter((row) => groups.has(row.group) && !ours.includes(row) && row.capabilities.includes('reconcile'))
}

/** The controller of this program that reconciles a kind; undefined when there is none. */
export function controllerOf(kind: string): string | undefined {
  return Object.keys(CONTROLLERS).find((name) => CONTROLLERS[name]![kind])
}

/** The controllers that words such as `source,kustomize-controller` name; all of them without a word. */
export function controllerNames(words: readonly string[]): string[] {
  const known = Object.keys(CONTROLLERS)
  if (words.length === 0) return known
  return words.map((word) => {
    const name = known.find((controller) => controller === word || controller === `${word}-controller`)
    if (name) return name
    const short = known.map((controller) => controller.replace(/-controller$/, ''))
    throw new FluxError('usage', `controller '${word}' is not available, must be one of: ${short.join(', ')}`)
  })
}

/** All named controllers under one manager. */
export function startControllers(ctx: FleetContext, names: readonly string[], settings: ControllerSettings): Manager {
  const {concurrent, ...kustomize} = settings
  const source: GitRepositoryOptions = {warn: (text) => ctx.out.warning(text)}
  const reconcilers = names.flatMap((name) => reconcilersOf(name, ctx.forController(name), {source, kustomize}))
  return createManager(
    ctx,
    reconcilers.map((reconciler) => ({reconciler, concurrent})),
  )
}

/** One controller as a process of its own: its reconcilers, each with the same options. */
export function startController(
  ctx: ControllerContext,
  name: string,
  settings: ReconcilerSettings,
  options: ControllerOptions,
): Manager {
  return createManager(
    ctx,
    reconcilersOf(name, ctx, settings).map((reconciler) => ({reconciler, ...options})),
  )
}

function reconcilersOf(name: string, ctx: ControllerContext, settings: ReconcilerSettings): Reconciler[] {
  return Object.values(CONTROLLERS[name]!).map((create) => create(ctx, settings))
}
