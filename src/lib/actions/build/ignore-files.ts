import {FluxError} from '../../errors/flux-error.js'
import {goErrno, goFileText, isFileFault} from '../../errors/go-file.js'
import type {IgnorePattern} from '../../formats/ignore/pattern.js'
import {loadIgnorePatterns} from '../../formats/ignore/source-ignore.js'
import type {DiskFs} from '../../ports/files.js'
import {COMMAND_LINE_WORDS} from '../../render/words.js'

type Disk = Pick<DiskFs, 'list' | 'read' | 'realpath' | 'stat'>

/**
 * The patterns of all `.sourceignore` files in a folder of the disk and below; links to such a file lead anywhere, as this is whose disk it is.
 * Throws FluxError `build-failed` in the original's words for what cannot be read.
 */
export async function diskIgnorePatterns(fs: Disk, folder: string): Promise<IgnorePattern[]> {
  const placeOf = (path: string) => (path === '' ? folder : `${folder === '/' ? '' : folder}/${path}`)
  const list = async (path: string) => {
    try {
      return await fs.list(placeOf(path))
    } catch (error) {
      throw isFileFault(error) ? failed(`open ${placeOf(path)}: ${goErrno(error)}`) : error
    }
  }
  return loadIgnorePatterns({list}, (path) =>
    readIgnoreFile(fs, placeOf(path === '' ? '.sourceignore' : `${path}/.sourceignore`)),
  )
}

/** A folder of that name is none. */
async function readIgnoreFile(fs: Disk, path: string): Promise<Uint8Array | undefined> {
  try {
    if ((await fs.stat(path)) === undefined) return undefined
    const real = await fs.realpath(path)
    const stat = real === undefined ? undefined : await fs.stat(real)
    if (stat?.irregular) throw failed(`read ${path}: is a pipe, a socket or a device`)
    return stat?.type === 'file' ? await fs.read(real!) : undefined
  } catch (error) {
    throw isFileFault(error) ? failed(goFileText(error, path)) : error
  }
}

const failed = (message: string) =>
  new FluxError('build-failed', COMMAND_LINE_WORDS.file(`failed to load ignore patterns: ${message}`))
