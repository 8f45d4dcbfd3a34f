import {LOST_FOLDER} from '../../errors/lost-folder.js'

/** The working folder; `LOST_FOLDER` when somebody removed it: most commands ask for nothing there. */
export function workingFolder(): string {
  try {
    return process.cwd()
  } catch {
    return LOST_FOLDER
  }
}
