import {inParallel} from '../../apply/in-parallel.js'
import type {KindRow} from '../../kinds/registry.js'
import type {Context} from '../../ports/context.js'
import {servedAs} from './read-kinds.js'

const REQUESTS_AT_A_TIME = 8
/** Namespaces that are named; the others are counted. */
const NAMED = 5

/**
 * Which namespaces hold objects of these kinds, as lines that begin with the command to repeat there; none when there are none,
 * or when nobody may look.
 */
export async function whereOthersAre(
  ctx: Pick<Context, 'kube' | 'signal'>,
  kinds: readonly KindRow[],
  command: string,
): Promise<string[]> {
  const counts = new Map<string, number>()
  await inParallel(kinds, REQUESTS_AT_A_TIME, async (kind) => {
    const ref = await servedAs(ctx, kind).catch(() => undefined)
    if (!ref) return
    const list = await ctx.kube.list(ref, {metadataOnly: true, signal: ctx.signal}).catch(() => undefined)
    for (const {metadata} of list?.items ?? []) {
      counts.set(metadata.namespace ?? '', (counts.get(metadata.namespace ?? '') ?? 0) + 1)
    }
  })
  const places = [...counts].sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1))
  const lines = places.slice(0, NAMED).map(([namespace, count]) => `${command} -n ${namespace}: ${countOf(count)} there`)
  const rest = places.slice(NAMED).length
  if (rest > 0) lines.push(`and ${rest} more namespaces hold some`)
  return lines
}

const countOf = (count: number) => (count === 1 ? '1 object is' : `${count} objects are`)
