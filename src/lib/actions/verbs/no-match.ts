import {NoMatchError} from '../../errors/api-error.js'
import {FluxError} from '../../errors/flux-error.js'
import type {Context} from '../../ports/context.js'

/** The same error in flux's words when the server does not even know the group and version of a kind; any other as it is. */
export async function explainNoMatch(ctx: Pick<Context, 'kube' | 'signal'>, error: unknown): Promise<unknown> {
  if (!(error instanceof NoMatchError)) return error
  const {apiVersion} = error
  const known = await ctx.kube.resources({signal: ctx.signal}).catch(() => [])
  if (known.some(({group, version}) => `${group}/${version}` === apiVersion)) return error
  const message = `unable to retrieve the complete list of server APIs: ${apiVersion}: no matches for ${apiVersion}, Resource=`
  return new FluxError('no-match', message, {cause: error})
}
