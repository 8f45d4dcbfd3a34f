import {createGit} from '../adapters/git/git-client.js'
import {createDiskFs} from '../adapters/system/disk-fs.js'
import {createHttp} from '../adapters/system/http.js'
import {systemRandom} from '../adapters/system/random.js'
import {createTasks} from '../adapters/system/tasks.js'
import type {Tasks} from '../ports/clock.js'
import type {Context} from '../ports/context.js'

/** The disk, and the way to remote bases of kustomizations. */
export interface BuildFiles extends Pick<Context, 'fs' | 'http' | 'git'> {
  close(): void
}

/** `tasks` counts what is read, when somebody wants to know. */
export function openBuildFiles(tasks: Tasks = createTasks()): BuildFiles {
  const http = createHttp(tasks)
  return {fs: createDiskFs(tasks, systemRandom), http, git: createGit({http, tasks}), close: () => http.close()}
}
