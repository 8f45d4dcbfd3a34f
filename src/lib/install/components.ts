import {FluxError} from '../errors/flux-error.js'

/** Controllers that are installed unless the user says otherwise, in the order of the manifests. */
export const DEFAULT_COMPONENTS: readonly string[] = [
  'source-controller',
  'kustomize-controller',
  'helm-controller',
  'notification-controller',
]

/** Controllers that are installed on request. */
export const EXTRA_COMPONENTS: readonly string[] = ['image-reflector-controller', 'image-automation-controller', 'source-watcher']

/** Controllers that this project has images of (`Dockerfile`). */
export const NATIVE_COMPONENTS: readonly string[] = ['source-controller', 'kustomize-controller']

/** Throws FluxError for the first name that is no controller of Flux. */
export function checkComponents(names: readonly string[]): void {
  const unknown = names.find((name) => !DEFAULT_COMPONENTS.includes(name) && !EXTRA_COMPONENTS.includes(name))
  if (unknown !== undefined) throw new FluxError('usage', `component ${unknown} is not available`)
}
