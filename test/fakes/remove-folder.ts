import {rm} from 'node:fs/promises'
import {setTimeout as sleep} from 'node:timers/promises'

/**
 * Takes a folder away in which processes that are ending may still write, such as the Git of a push that was cut off: all of it
 * is gone over again, where `maxRetries` of Node's own only tries to remove what it believes to be empty.
 */
export async function removeFolder(folder: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rm(folder, {recursive: true, force: true})
    } catch (error) {
      if (attempt === 100) throw error
      await sleep(100)
    }
  }
}
