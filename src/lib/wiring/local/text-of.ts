import {resolve} from 'node:path'
import {FluxError} from '../../errors/flux-error.js'
import {goErrno} from '../../errors/go-file.js'
import type {DiskFs} from '../../ports/files.js'

/** The text of a file that the line names. Throws FluxError of this code that names the file. */
export async function textOf(fs: Pick<DiskFs, 'read'>, path: string, code: string): Promise<string> {
  try {
    return Buffer.from(await fs.read(resolve(path))).toString('utf8')
  } catch (error) {
    throw new FluxError(code, `${path} cannot be read: ${goErrno(error)}`, {cause: error})
  }
}
