import {dirname} from 'node:path'

/** What of a disk makes folders: one folder, without those above it, and whether a path is a folder (links followed). */
export interface FolderDisk {
  mkdir(path: string): void
  isFolder(path: string): boolean
}

/**
 * Makes a folder with all that are missing above it; one that is there is as good. Node's own `recursive` never ends where a
 * folder takes no new ones and says that there is no such file, as /proc does.
 * @throws what `mkdir` throws
 */
export function makeFolder(path: string, disk: FolderDisk): void {
  const error = refusal(path, disk)
  if (error === undefined) return
  const above = dirname(path)
  if (error.code !== 'ENOENT' || above === path || disk.isFolder(above)) throw error
  makeFolder(above, disk)
  const again = refusal(path, disk)
  if (again) throw again
}

function refusal(path: string, disk: FolderDisk): NodeJS.ErrnoException | undefined {
  try {
    disk.mkdir(path)
  } catch (error) {
    // somebody else may have made it meanwhile, and the root of a disk has words of its own
    if (!disk.isFolder(path)) return error as NodeJS.ErrnoException
  }
  return undefined
}
