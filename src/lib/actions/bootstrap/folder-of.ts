import type {BootstrapPlan} from './bootstrap-plan.js'

/** The folder in the repository that holds what bootstrap writes: `clusters/production/flux-system`. */
export function folderOf({path, manifests}: Pick<BootstrapPlan, 'path'> & {manifests: {namespace: string}}): string {
  return [...path.split('/').filter((part) => part !== '' && part !== '.'), manifests.namespace].join('/')
}
