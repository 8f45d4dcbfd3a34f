import {FluxError, messageOf} from '../../lib/errors/flux-error.js'
import {apiVersionOf, KINDS, type KindRow} from '../../lib/kinds/registry.js'
import type {KindRef} from '../../lib/ports/kube.js'
import {connectOptions, fluxNamespace, openSession, type Session} from '../base.js'
import type {FlagDefs} from '../line/command-tree.js'
import type {ParsedLine} from '../line/parse-line.js'
import {type Completion, type CompletionSource, DIRECTIVES} from './candidate.js'

const NAMING_VERBS = ['get', 'export', 'delete', 'suspend', 'resume', 'reconcile', 'tree', 'debug', 'build', 'diff']
const NOTHING: Completion = {candidates: [], directive: DIRECTIVES.default}

/** Names of the objects that a command is about; `create` and commands about no kind propose none. */
export async function objectNames(
  path: readonly string[],
  current: string,
  source: CompletionSource,
  line: ParsedLine,
  defs: FlagDefs,
): Promise<Completion> {
  const kind = NAMING_VERBS.includes(path[0]!) ? kindOf(path.slice(1)) : undefined
  if (!kind) return NOTHING
  const ref = {apiVersion: apiVersionOf(kind), kind: kind.kind}
  return names(ref, current, source, line, defs, line.flags['namespace'] ?? fluxNamespace(source.host))
}

function kindOf(words: readonly string[]): KindRow | undefined {
  const same = (other: readonly string[]) => other.join(' ') === words.join(' ')
  return (KINDS as readonly KindRow[]).find((row) => same(row.words) || same(row.listWords))
}

/** Values of the two flags that name something which exists. */
export async function flagValues(
  flag: string,
  current: string,
  source: CompletionSource,
  line: ParsedLine,
  defs: FlagDefs,
): Promise<Completion> {
  if (flag === 'namespace') return names({apiVersion: 'v1', kind: 'Namespace'}, current, source, line, defs)
  if (flag !== 'context') return NOTHING
  try {
    const {contextNames} = await import('../../lib/wiring/context-names.js')
    const {host} = source
    const options = connectOptions(line.flags as Session['flags'])
    return found(await contextNames({...options, env: host.env, out: host.out, signal: host.signal}, host.tasks), current)
  } catch (error) {
    return refused(`[Debug] [Error] ${messageOf(error)}`)
  }
}

async function names(
  kind: KindRef,
  current: string,
  {host}: CompletionSource,
  line: ParsedLine,
  defs: FlagDefs,
  namespace?: unknown,
): Promise<Completion> {
  const {session, close} = openSession(host, line, defs)
  try {
    const {ctx} = await session.cluster().catch((error: unknown) => {
      throw new FluxError('no-cluster', `kubernetes configuration load failed: ${messageOf(error)}`, {cause: error})
    })
    const scope = typeof namespace === 'string' ? {namespace} : {}
    const list = await ctx.kube.list(kind, {...scope, metadataOnly: true, signal: ctx.signal})
    return found(
      list.items.map((item) => item.metadata.name!),
      current,
    )
  } catch (error) {
    const {completionFault} = await import('../../lib/wiring/completion-fault.js')
    return refused(completionFault(error))
  } finally {
    await close()
  }
}

function found(all: readonly string[], current: string): Completion {
  const candidates = all.filter((name) => name.startsWith(current)).map((text) => ({text}))
  return {candidates: candidates.sort((a, b) => (a.text < b.text ? -1 : 1)), directive: DIRECTIVES.noFiles}
}

/** Without a line end, as flux leaves it. */
function refused(note: string): Completion {
  return {candidates: [], directive: DIRECTIVES.error, note}
}
