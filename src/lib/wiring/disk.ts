import {createDiskFs} from '../adapters/system/disk-fs.js'
import {systemRandom} from '../adapters/system/random.js'
import {createTasks} from '../adapters/system/tasks.js'
import type {DiskFs} from '../ports/files.js'

/** The disk, for commands that need nothing else. */
export function openDisk(): DiskFs {
  return createDiskFs(createTasks(), systemRandom)
}
