import type {Command, Interfaces} from '@oclif/core'
import {FluxError, messageOf} from '../../lib/errors/flux-error.js'
import type {KindRow} from '../../lib/kinds/registry.js'
import {BaseCommand, type Session} from '../base.js'
import {OUTPUT_FLAG, READ_FLAGS, readOptions} from '../flags/read-flags.js'

const FLAGS = {...READ_FLAGS, output: OUTPUT_FLAG()}
type GetAllSession = Session<Interfaces.InferredFlags<typeof FLAGS>>

/** `get all`, `get sources all`: a table per kind, what fails is said and skipped (cli reference 4.3). */
export function getAllCommand(id: string, summary: string, kinds: readonly KindRow[], aliases: string[]): Command.Class {
  return class extends BaseCommand {
    static override id = id
    static override summary = summary
    static override aliases = aliases
    static override usage = `${id.replaceAll(':', ' ')} [name] [flags]`
    static override flags = FLAGS

    async execute(session: GetAllSession): Promise<void> {
      const {flags, host} = session
      if (flags.watch) throw new FluxError('usage', 'expected a single resource type, but found all')
      const {ctx} = await session.cluster()
      const {getAll} = await import('../../lib/actions/verbs/get.js')
      const parts = await getAll(ctx, kinds, await readOptions(session))
      for (const {error} of parts) if (error !== undefined) host.out.failure(messageOf(error))
      await tellNextSteps(session, id.split(':'), parts.find(({error}) => error !== undefined)?.error)
      if (flags.output && flags.output !== 'wide') {
        const {renderObjectsAs} = await import('../../lib/output/objects.js')
        const objects = parts.flatMap((part) => part.objects)
        await host.out.data(await renderObjectsAs(flags.output as 'json', objects, false))
        return
      }
      const {renderObjects} = await import('../../lib/output/object-table.js')
      const table = {
        allNamespaces: flags['all-namespaces'],
        noHeader: flags['no-header'],
        wide: flags.output === 'wide',
        withKind: true,
      }
      for (const {kind, objects} of parts) {
        if (objects.length > 0) await host.out.data(`${renderObjects(kind, objects, table)}\n`)
      }
    }
  } as unknown as Command.Class
}

/** What to type after the first failure; the command itself goes on. */
async function tellNextSteps({host, flags}: GetAllSession, words: string[], error: unknown): Promise<void> {
  if (error === undefined || !host.out.interactive) return
  const {nextSteps} = await import('../../lib/output/next-steps.js')
  for (const step of nextSteps(error, {words, name: undefined, namespace: flags.namespace, nearFlags: []})) host.out.action(step)
}
