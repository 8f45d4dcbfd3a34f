import {isAbsolute, join} from 'node:path'
import {createDiskFs} from '../../adapters/system/disk-fs.js'
import {systemRandom} from '../../adapters/system/random.js'
import {createTasks} from '../../adapters/system/tasks.js'
import type {FileTree} from '../../ports/files.js'
import {type Environment, type HttpTools, openHttpTools} from '../http-tools.js'

export interface ManifestTools {
  /** the manifests of this package */
  readonly manifests: FileTree
  /** a folder that the user names */
  folder(path: string): FileTree
  /** The way to published releases, opened when somebody asks for it. */
  network(): Promise<HttpTools & {signal: AbortSignal}>
  close(): void
}

/** Where the manifests of an installation come from; `root` is the folder of package.json. */
export function openManifests(host: {root: string; cwd: string; signal: AbortSignal} & Environment): ManifestTools {
  const {root, cwd, signal, env} = host
  const fs = createDiskFs(createTasks(), systemRandom)
  let http: HttpTools | undefined
  return {
    manifests: fs.tree(join(root, 'manifests')),
    folder: (path) => fs.tree(isAbsolute(path) ? path : join(cwd, path)),
    network: async () => {
      http ??= openHttpTools({env})
      return {...http, signal}
    },
    close: () => http?.close(),
  }
}
