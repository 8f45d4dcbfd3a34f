import {join, normalize} from 'node:path'
import {FluxError} from '../../errors/flux-error.js'
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
  const real = await fs.realpath(join(cwd, clean))
  const root = (await fs.realpath(cwd)) ?? cwd
  // the folder is there for whoever has it open, but holds nothing any more
  if (clean === '.' && cwd === LOST_FOLDER) {
    throw new FluxError('no-path', 'failed to walk directory .: readdirent ./.: no such file or directory')
  }
  if (real === undefined)
    throw new FluxError('no-path', `failed to stat path ${clean}: openat ${clean}: no such file or directory`)
  if (real !== root && !real.startsWith(`${root}/`)) {
    throw new FluxError('no-path', `failed to stat path ${clean}: openat ${clean}: path escapes from parent`)
  }
  const wanted = (name: string) => extensions.some((extension) => name.endsWith(extension))
  if ((await fs.stat(real))?.type !== 'directory') {
    if (!wanted(clean)) {
      throw new FluxError('usage', `file ${clean} does not match the specified extensions: ${extensions.join(', ')}`)
    }
    if ((await fs.stat(join(cwd, clean)))?.type !== 'file') throw new FluxError('no-path', `file ${clean} is irregular`)
    return [clean]
  }
  const files: string[] = []
  const walk = async (folder: string): Promise<void> => {
    for (const {name, type} of await fs.list(join(cwd, folder))) {
      const below = folder === '.' ? name : `${folder}/${name}`
      if (type === 'directory') await walk(below)
      else if (!wanted(name)) continue
      else if (type === 'file') files.push(below)
      else out.warning(`skipping irregular file ${below}`)
    }
  }
  await walk(clean)
  return files
}
