import {isAbsolute} from 'node:path'
import {FluxError} from '../../errors/flux-error.js'
import {goFileText} from '../../errors/go-file.js'
import type {CreateContext} from './context.js'

/**
 * The text of a file that a flag names, from the working directory; `''` when no file is named.
 * @throws FluxError `no-file`: `what` and Go's words for the failure
 */
export async function fileText(ctx: Pick<CreateContext, 'fs' | 'cwd'>, path: string | undefined, what: string): Promise<string> {
  return path ? readText(ctx, path, what) : ''
}

/** As `fileText`, but the file is needed; `decode` is for texts with rules of their own. */
export async function readText(
  ctx: Pick<CreateContext, 'fs' | 'cwd'>,
  path: string,
  what: string,
  decode: (bytes: Uint8Array) => string = (bytes) => Buffer.from(bytes).toString('utf8'),
): Promise<string> {
  try {
    if (path === '') throw Object.assign(new Error('no file is named'), {code: 'ENOENT'})
    // not resolved: the system shall walk the path as it was typed
    const file = isAbsolute(path) ? path : `${ctx.cwd}/${path}`
    return decode(await ctx.fs.read(file))
  } catch (error) {
    throw new FluxError('no-file', `${what}: ${goFileText(error, path)}`, {cause: error})
  }
}
