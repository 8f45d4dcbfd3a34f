import type {Reconciler} from '../runtime/types.js'
import {KUSTOMIZATION} from './kustomization.js'
import {DEFAULT_KUSTOMIZE_OPTIONS, type KustomizeOptions} from './options.js'
import type {RunContext} from './run/main-run.js'
import {reconcileObject} from './run/reconcile-object.js'
import {createRunMemory} from './run/run-memory.js'
import {CONTROLLER} from './tell.js'
import {INDEXES, kustomizeWatches} from './watches.js'

/** The Kustomization controller: what it watches, and one run. */
export function createKustomizeReconciler(context: RunContext, options: Partial<KustomizeOptions> = {}): Reconciler {
  const settings: KustomizeOptions = {
    ...DEFAULT_KUSTOMIZE_OPTIONS,
    ...options,
    gates: {...DEFAULT_KUSTOMIZE_OPTIONS.gates, ...options.gates},
  }
  const memory = createRunMemory()
  return {
    controller: CONTROLLER,
    kind: KUSTOMIZATION,
    indexes: INDEXES,
    watches: kustomizeWatches(settings, context.log),
    reconcile: (run) => reconcileObject(context, settings, run, memory),
  }
}
