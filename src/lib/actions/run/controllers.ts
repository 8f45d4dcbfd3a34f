import {createKustomizeReconciler} from '../../controllers/kustomize/kustomize-reconciler.js'
import type {KustomizeOptions} from '../../controllers/kustomize/options.js'
import {createManager, type ManagedController, type Manager} from '../../controllers/runtime/manager.js'
import {createGitRepositoryReconciler} from '../../controllers/source/git-repository.js'
import {FluxError} from '../../errors/flux-error.js'
import {KINDS, type KindRow} from '../../kinds/registry.js'
import type {FleetContext} from './fleet-context.js'

export interface ControllerSettings {
  /** runs at the same time, per controller */
  readonly concurrent: number
  readonly noCrossNamespaceRefs: boolean
  readonly noRemoteBases: boolean
  readonly defaultServiceAccount: string
  /** objects that no Kustomization applies, as `Kind/namespace/name` */
  readonly leftAlone?: readonly string[]
}

interface Entry {
  /** the kinds that it reconciles, as the registry names them */
  readonly kinds: readonly string[]
  create(ctx: FleetContext, settings: ControllerSettings): ManagedController
}

const CONTROLLERS: Readonly<Record<string, Entry>> = {
  'source-controller': {
    kinds: ['GitRepository'],
    create: (ctx, {concurrent}) => ({
      reconciler: createGitRepositoryReconciler(ctx.forController('source-controller'), {warn: (text) => ctx.out.warning(text)}),
      concurrent,
    }),
  },
  'kustomize-controller': {
    kinds: ['Kustomization'],
    create: (ctx, settings) => {
      const {concurrent, ...rest} = settings
      const options: Partial<KustomizeOptions> = rest
      return {reconciler: createKustomizeReconciler(ctx.forController('kustomize-controller'), options), concurrent}
    },
  },
}

/** Rows of the kinds that these controllers reconcile. */
export function reconciledKinds(names: readonly string[]): KindRow[] {
  const kinds = new Set(names.flatMap((name) => CONTROLLERS[name]!.kinds))
  return KINDS.filter((row) => kinds.has(row.kind))
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
  return createManager(
    ctx,
    names.map((name) => CONTROLLERS[name]!.create(ctx, settings)),
  )
}
