import {pathToFileURL} from 'node:url'
import {type ClosableCompute, createCompute} from '../../adapters/system/compute/compute.js'
import {createTasks} from '../../adapters/system/tasks.js'
import type {Blocking} from '../../ports/blocking.js'
import type {Tasks} from '../../ports/clock.js'
import {computeTasks} from './compute-tasks.js'

/**
 * @param root folder of the package: the code of worker threads lies in its `dist`
 * @param blocking how tasks of this thread are run: for commands, which an interrupt ends at once
 */
export function openCompute(root: string, tasks: Tasks = createTasks(), blocking?: Blocking): ClosableCompute {
  return createCompute({functions: computeTasks(blocking), tasks, entry: pathToFileURL(`${root}/dist/compute-worker.cjs`)})
}
