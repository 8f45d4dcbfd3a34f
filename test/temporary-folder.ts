import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/**
 * Everything that the tests of one run put into the folder for temporary files lies in one folder of its own, which is
 * gone afterwards: also what a failed, skipped or interrupted test did not take away.
 */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'flux-tests-'))
  process.env['TMPDIR'] = folder
  const remove = (): void => rmSync(folder, {recursive: true, force: true, maxRetries: 3})
  // an interrupted run tears nothing down
  process.once('exit', remove)
  return remove
}
