import type {Session} from '../base.js'

/** What to type after a failure that was said while the command went on; nothing without an error, or for scripts. */
export async function sayNextSteps({host, flags, given}: Session, words: readonly string[], error: unknown): Promise<void> {
  if (error === undefined || !(host.out.interactive || flags.verbose)) return
  const {nextSteps} = await import('../../lib/output/next-steps.js')
  const namespace = given.has('namespace') ? flags.namespace : undefined
  for (const step of nextSteps(error, {words, name: undefined, namespace, nearFlags: []})) host.out.action(step)
}
