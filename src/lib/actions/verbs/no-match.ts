import {NoMatchError} from '../../errors/api-error.js'
import {FluxError} from '../../errors/flux-error.js'
import type {Context} from '../../ports/context.js'

/**
 * The same error in flux's words when the server does not even know the group and version of a kind, also when it is the
 * cause of a FluxError that ends with its words; any other as it is.
 */
export async function explainNoMatch(ctx: Pick<Context, 'kube' | 'signal'>, error: unknown): Promise<unknown> {
  const missing = noMatchIn(error)
  if (!missing) return error
  const {apiVersion} = missing
  const known = await ctx.kube.resources({signal: ctx.signal}).catch((fault: unknown) => fault)
  // there is no API server at all
  if (known instanceof FluxError && known.code === 'no-api') return known
  // of a server that serves nothing at all flux tells the kind, too
  if (Array.isArray(known) && known.length === 0) return error
  if (Array.isArray(known) && known.some(({group, version}) => [group, version].filter(Boolean).join('/') === apiVersion))
    return error
  const words = `unable to retrieve the complete list of server APIs: ${apiVersion}: no matches for ${apiVersion}, Resource=`
  if (!(error instanceof FluxError)) return new FluxError('no-match', words, {cause: error})
  const before = error.message.slice(0, -missing.message.length)
  return new FluxError(error.code, `${before}${words}`, {hints: error.hints, exitCode: error.exitCode, cause: error.cause})
}

/**
 * explainNoMatch for a command that goes on after failures: the first one of a group and version alone tells that the group is
 * gone, since the library that flux asks remembers it.
 */
export function noMatchTeller(ctx: Pick<Context, 'kube' | 'signal'>): (error: unknown) => Promise<unknown> {
  const told = new Set<string>()
  return async (error) => {
    const missing = noMatchIn(error)
    if (!missing || told.has(missing.apiVersion)) return error
    told.add(missing.apiVersion)
    return explainNoMatch(ctx, error)
  }
}

function noMatchIn(error: unknown): NoMatchError | undefined {
  if (error instanceof NoMatchError) return error
  if (!(error instanceof FluxError)) return undefined
  for (let at: unknown = error.cause, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (at instanceof NoMatchError) return error.message.endsWith(at.message) ? at : undefined
  }
  return undefined
}
