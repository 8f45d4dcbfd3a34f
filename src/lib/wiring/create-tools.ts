import {createKeys} from '../adapters/keys/keys.js'
import {createDiskFs} from '../adapters/system/disk-fs.js'
import {systemRandom} from '../adapters/system/random.js'
import {createTasks} from '../adapters/system/tasks.js'
import type {Tasks} from '../ports/clock.js'
import type {Context} from '../ports/context.js'

/** What commands need that make objects, the cluster aside; `tasks` counts open I/O, when somebody wants to know. */
export function openCreateTools(tasks: Tasks = createTasks()): Pick<Context, 'fs' | 'random' | 'keys'> {
  return {fs: createDiskFs(tasks, systemRandom), random: systemRandom, keys: createKeys(tasks)}
}
