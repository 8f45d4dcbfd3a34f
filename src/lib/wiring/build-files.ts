import {createGit} from '../adapters/git/git-client.js'
import {checkoutLocal} from '../adapters/git/local-repository.js'
import {createDiskFs} from '../adapters/system/disk-fs.js'
import {createHttp} from '../adapters/system/http.js'
import {systemRandom} from '../adapters/system/random.js'
import {createTasks} from '../adapters/system/tasks.js'
import type {Tasks} from '../ports/clock.js'
import type {Context} from '../ports/context.js'
import type {Git} from '../ports/git.js'
import type {Environment} from './http-tools.js'

/** The disk, and the way to remote bases of kustomizations. */
export interface BuildFiles extends Pick<Context, 'fs' | 'http' | 'git'> {
  close(): void
}

/** `tasks` counts what is read, when somebody wants to know. */
export function openBuildFiles({env, tasks = createTasks()}: Environment): BuildFiles {
  const http = createHttp(tasks, env)
  const git = createGit({http, tasks})
  return {fs: createDiskFs(tasks, systemRandom), http, git: {...git, clone: cloneOf(git, tasks)}, close: () => http.close()}
}

/** Repositories of this machine too: whoever builds has them on the disk. */
function cloneOf(git: Git, tasks: Tasks): Git['clone'] {
  return (options) => (/^file:/i.test(options.url) ? tasks.run('git clone', () => checkoutLocal(options)) : git.clone(options))
}
