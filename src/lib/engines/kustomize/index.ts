/**
 * kustomize in one process: `load` gathers what a kustomization reads, `build` turns it into objects.
 *
 * ```ts
 * import * as disk from 'node:fs/promises'
 * import {build, folderTree, load} from 'flux-toolkit/kustomize'
 * const tree = folderTree('/home/me/fleet', disk)        // or filesTree({'kustomization.yaml': ...}), or any other FileTree
 * const input = await load(tree, 'overlays/production', {order: 'legacy', restriction: 'root'})
 * const {objects, warnings, yaml} = build(input)         // pure: no disk, no clock, no global state
 * process.stdout.write(yaml())                           // what `kustomize build` 5.8.1 prints
 * ```
 *
 * Without `order` and `restriction` it is what Flux builds: objects in the order in which they were read, files from all over the tree.
 */

export type {DirEntry, FileStat, FileTree} from '../../ports/files.js'
export {type BuildOptions, type BuildResult, type BuiltText, build, buildText, type ObjectOrigin} from './build/build.js'
export type {Limits, Warning} from './build/build-state.js'
export {KustomizeError} from './error.js'
export type {RepositorySpec} from './files/repository.js'
export {isRepository} from './files/repository.js'
export type {KustomizeInput} from './load/input.js'
export {load, loadRepository} from './load/load.js'
export type {LoadOptions, RemoteLoader} from './load/options.js'
export {type DiskModule, filesTree, folderTree} from './load/trees.js'
