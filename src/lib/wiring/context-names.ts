import {kubeconfigContexts} from '../adapters/kube/access/load-access.js'
import {createDiskFs} from '../adapters/system/disk-fs.js'
import {systemRandom} from '../adapters/system/random.js'
import {createTasks} from '../adapters/system/tasks.js'
import type {Tasks} from '../ports/clock.js'
import type {ConnectOptions} from './connection.js'

/** The contexts of the kubeconfig that flags and environment name. */
export async function contextNames(options: ConnectOptions, tasks: Tasks = createTasks()): Promise<readonly string[]> {
  return kubeconfigContexts(options, {env: options.env, fs: createDiskFs(tasks, systemRandom)})
}
