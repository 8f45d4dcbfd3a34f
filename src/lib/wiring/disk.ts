import {createDiskFs} from '../adapters/system/disk-fs.js'
import {systemRandom} from '../adapters/system/random.js'
import {createSystemClock} from '../adapters/system/system-clock.js'
import {createTasks} from '../adapters/system/tasks.js'
import type {Random} from '../ports/clock.js'
import type {DiskFs} from '../ports/files.js'

/** The disk, for commands that need nothing else. */
export function openDisk(): DiskFs {
  return createDiskFs(createTasks(), systemRandom)
}

/** What templates may ask for beside files. */
export function openEnvironment(): {now: () => number; random: Random} {
  const clock = createSystemClock()
  return {now: () => clock.now(), random: systemRandom}
}
