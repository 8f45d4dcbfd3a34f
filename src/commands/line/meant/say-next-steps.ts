import type {Session} from '../../base.js'

/** What to type after a failure that was said while the command went on; nothing without an error, or for scripts. */
export async function sayNextSteps(session: Session, words: readonly string[], error: unknown): Promise<void> {
  const {host, flags, given, args} = session
  if (error === undefined || !(host.out.interactive || flags.verbose)) return
  const {nameSteps, namespaceSteps} = await import('./object-steps.js')
  const node = {path: words, children: new Map()}
  const line = {args, given, flags: flags as Readonly<Record<string, unknown>>}
  const spoken = {node, root: node, rest: [], defs: {}, line}
  const meant = [nameSteps, namespaceSteps].flatMap((steps) => (error instanceof Error ? steps(error, spoken) : []))
  for (const hint of meant) host.out.action(hint)
  if (meant.length > 0) return
  const {nextSteps} = await import('../../../lib/output/next-steps.js')
  const namespace = given.has('namespace') ? flags.namespace : undefined
  const name = args.length === 1 ? args[0] : undefined
  if (name !== undefined) {
    const {nearNames} = await import('./near-names.js')
    for (const hint of await nearNames(error, words, session)) host.out.action(hint)
  }
  for (const step of nextSteps(error, {words, name, namespace, nearFlags: []})) host.out.action(step)
}
