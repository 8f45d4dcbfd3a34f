import {createGitWriter} from '../../adapters/git/write/git-writer.js'
import {openGitHost} from '../../adapters/githosts/open-git-host.js'
import {createKeys} from '../../adapters/keys/keys.js'
import {createDiskFs} from '../../adapters/system/disk-fs.js'
import {createHttp} from '../../adapters/system/http.js'
import {systemRandom} from '../../adapters/system/random.js'
import {createSystemClock} from '../../adapters/system/system-clock.js'
import {createTasks} from '../../adapters/system/tasks.js'
import type {Context} from '../../ports/context.js'
import type {GitWriter} from '../../ports/git.js'
import type {OpenGitHost} from '../../ports/git-hosts.js'
import type {Environment} from '../http-tools.js'
import {type ManifestTools, openManifests} from './install-tools.js'

export interface BootstrapTools extends ManifestTools, Pick<Context, 'fs' | 'keys'> {
  readonly git: GitWriter
  readonly openHost: OpenGitHost
}

/** What bootstrap needs besides the cluster; `tasks` counts open I/O, when somebody wants to know. */
export function openBootstrapTools(host: {root: string; cwd: string; signal: AbortSignal} & Environment): BootstrapTools {
  const tasks = host.tasks ?? createTasks()
  const http = createHttp(tasks, host.env)
  const manifests = openManifests(host)
  const clock = createSystemClock()
  return {
    ...manifests,
    ...{fs: createDiskFs(tasks, systemRandom), keys: createKeys(tasks), git: createGitWriter({http, tasks})},
    openHost: (options) => tasks.run('git host', () => openGitHost({http, clock}, options)),
    close: () => {
      manifests.close()
      http.close()
    },
  }
}
