import {createDiskFs} from '../adapters/system/disk-fs.js'
import {systemRandom} from '../adapters/system/random.js'
import {createSystemClock} from '../adapters/system/system-clock.js'
import {createTasks} from '../adapters/system/tasks.js'
import type {Random, Tasks} from '../ports/clock.js'
import type {DiskFs} from '../ports/files.js'

/** The disk, for commands that need nothing else; `tasks` counts what is read, when somebody wants to know. */
export function openDisk(tasks: Tasks = createTasks()): DiskFs {
  return createDiskFs(tasks, systemRandom)
}

/** What templates may ask for beside files. */
export function openEnvironment(): {now: () => number; random: Random} {
  const clock = createSystemClock()
  return {now: () => clock.now(), random: systemRandom}
}
