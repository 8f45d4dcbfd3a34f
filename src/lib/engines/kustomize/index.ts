/**
 * kustomize in one process: `load` gathers what a kustomization reads, `build` turns it into objects.
 *
 * ```ts
 * import {build, load} from 'flux-toolkit/kustomize'
 * const input = await load(tree, 'overlays/production')  // a FileTree: a folder, an archive, a Git commit
 * const {objects, warnings, yaml} = build(input)         // pure: no disk, no clock, no global state
 * process.stdout.write(yaml())                           // what `kustomize build` 5.8.1 prints
 * ```
 */
export {type BuildOptions, type BuildResult, type BuiltText, build, buildText, type ObjectOrigin} from './build/build.js'
export type {Limits, Warning} from './build/build-state.js'
export {KustomizeError} from './error.js'
export type {RepositorySpec} from './files/repository.js'
export type {KustomizeInput} from './load/input.js'
export {type LoadOptions, load, type RemoteLoader} from './load/load.js'
