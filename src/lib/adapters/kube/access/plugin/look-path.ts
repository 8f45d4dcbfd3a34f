import {accessSync, constants, statSync} from 'node:fs'
import {isAbsolute, join} from 'node:path'

/**
 * The file that a command without a folder means, as Go looks it up; undefined when there is none, or when what is found first lies in a
 * folder that PATH names relative to the working folder: who goes to a folder must not run what lies there.
 */
export function lookPath(command: string, path: string): string | undefined {
  // Go looks for nothing under an empty name
  if (command === '') return undefined
  const found = path
    .split(':')
    .map((folder) => join(folder || '.', command))
    .find(isExecutable)
  return found !== undefined && isAbsolute(found) ? found : undefined
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
