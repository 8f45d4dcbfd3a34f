import {dirname, join, normalize} from 'node:path'
import {FluxError} from '../../errors/flux-error.js'
import {goErrno, isFileFault} from '../../errors/go-file.js'
import {LOST_FOLDER} from '../../errors/lost-folder.js'
import type {Context} from '../../ports/context.js'

type FindContext = Pick<Context, 'fs' | 'out'> & {readonly cwd: string}

interface FindOptions {
  readonly path: string
  readonly extensions: readonly string[]
}

/**
 * The files below a path with one of the extensions, in the order of their names, relative to the working directory; what is
 * no regular file is warned of. Throws FluxError for a path that leaves the working directory or that is not there.
 */
export async function findFiles({fs, out, cwd}: FindContext, {path, extensions}: FindOptions): Promise<string[]> {
  const clean = normalize(path).replace(/(?<=.)\/+$/, '')
  if (clean.startsWith('/') || clean === '..' || clean.startsWith('../')) {
    throw new FluxError('no-path', `failed to stat path ${clean}: open ${clean}: invalid argument`)
  }
  const unseen = (words: string) => new FluxError('no-path', `failed to stat path ${clean}: openat ${clean}: ${words}`)
  const looked = <T>(look: Promise<T>) =>
    look.catch((error: unknown) => {
      throw isFileFault(error) ? unseen(goErrno(error)) : error
    })
  const real = await looked(fs.realpath(join(cwd, clean)))
  const root = (await fs.realpath(cwd)) ?? cwd
  // the folder is there for whoever has it open, but holds nothing any more
  if (clean === '.' && cwd === LOST_FOLDER) {
    throw new FluxError('no-path', 'failed to walk directory .: readdirent ./.: no such file or directory')
  }
  if (real === undefined)
    throw unseen((await isBelowFile(fs, join(cwd, clean))) ? 'not a directory' : 'no such file or directory')
  if (real !== root && !real.startsWith(`${root}/`)) {
    throw unseen('path escapes from parent')
  }
  const wanted = (name: string) => extensions.some((extension) => name.endsWith(extension))
  const {type, irregular} = (await fs.stat(real)) ?? {}
  // whoever may not open it may not see what it is
  if (!irregular) await looked<unknown>(type === 'directory' ? fs.list(real) : fs.read(real))
  if (type !== 'directory') {
    if (!wanted(clean)) {
      throw new FluxError('usage', `file ${clean} does not match the specified extensions: ${extensions.join(', ')}`)
    }
    if ((await fs.stat(join(cwd, clean)))?.type !== 'file') throw new FluxError('no-path', `file ${clean} is irregular`)
    return [clean]
  }
  const files: string[] = []
  const listed = async (folder: string) => {
    const fault = (call: string, error: unknown) =>
      isFileFault(error) ? new FluxError('no-path', `failed to walk directory ${clean}: ${call}: ${goErrno(error)}`) : error
    const entries = await fs.list(join(cwd, folder)).catch((error: unknown) => {
      throw fault(`openat ${folder}`, error)
    })
    // a folder that may be read but not entered
    if (entries.length > 0)
      await fs.stat(join(cwd, folder, entries[0]!.name)).catch((error: unknown) => {
        throw fault(`fstatat ./${folder}`, error)
      })
    return entries
  }
  const walk = async (folder: string): Promise<void> => {
    for (const {name, type, irregular} of await listed(folder)) {
      const below = folder === '.' ? name : `${folder}/${name}`
      if (type === 'directory') await walk(below)
      else if (!wanted(name)) continue
      else if (type === 'file' && !irregular) files.push(below)
      else out.warning(`skipping irregular file ${below}`)
    }
  }
  await walk(clean)
  return files
}

async function isBelowFile(fs: FindContext['fs'], path: string): Promise<boolean> {
  for (let above = dirname(path); above !== dirname(above); above = dirname(above)) {
    const stat = await fs.stat(above)
    if (stat) return stat.type === 'file'
  }
  return false
}
