import type {Command, Interfaces} from '@oclif/core'
import type {GetAllPart, GetOptions} from '../../lib/actions/verbs/get.js'
import {FluxError, messageOf} from '../../lib/errors/flux-error.js'
import type {KindRow} from '../../lib/kinds/registry.js'
import type {Zone} from '../../lib/ports/clock.js'
import type {Connection} from '../../lib/wiring/connection.js'
import {BaseCommand, type Session} from '../base.js'
import {OUTPUT_FLAG, READ_FLAGS, readOptions} from '../flags/read-flags.js'
import {isConfigurationError} from '../line/configuration-error.js'
import {sayNextSteps} from '../line/meant/say-next-steps.js'

const FLAGS = {...READ_FLAGS, output: OUTPUT_FLAG()}
type GetAllSession = Session<Interfaces.InferredFlags<typeof FLAGS>>

/** `get all`, `get sources all`: a table per kind, what fails is said and skipped (cli reference 4.3). */
export function getAllCommand(id: string, summary: string, kinds: readonly KindRow[], aliases: string[]): Command.Class {
  return class extends BaseCommand {
    static override id = id
    static override summary = summary
    static override examples = ['-A', '-A --status-selector ready=false'].map((rest) => `flux ${id.replaceAll(':', ' ')} ${rest}`)
    static override aliases = aliases
    static override usage = `${id.replaceAll(':', ' ')} [name] [flags]`
    static override flags = FLAGS

    async execute(session: GetAllSession): Promise<void> {
      const {flags, host} = session
      if (flags.watch) throw new FluxError('usage', 'expected a single resource type, but found all')
      const {parts, zone} = await partsOf(session, kinds)
      const failures = parts.flatMap(({error}) => (error === undefined ? [] : [error]))
      if (failures.length > 0) {
        const {pluginHelpLimit} = await import('../../lib/actions/plugin-help.js')
        const limited = pluginHelpLimit()
        for (const error of failures) host.out.failure(limited(messageOf(error)))
      }
      await sayNextSteps(session, id.split(':'), failures[0])
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
        zone,
      }
      for (const {kind, objects} of parts) {
        if (objects.length > 0) await host.out.data(`${renderObjects(kind, objects, table)}\n`)
      }
    }
  } as unknown as Command.Class
}

/** What each kind holds; a cluster that cannot be told from the kubeconfig fails for each of them. */
async function partsOf(
  session: GetAllSession,
  kinds: readonly KindRow[],
): Promise<{parts: GetAllPart[]; zone?: Zone | undefined}> {
  const options = await readOptions(session).catch(refusal)
  const cluster = await session.cluster().catch(refusal)
  for (const error of [options, cluster])
    if (error instanceof FluxError) return {parts: kinds.map((kind) => ({kind, objects: [], error}))}
  const {getAll} = await import('../../lib/actions/verbs/get.js')
  const {ctx} = cluster as Connection
  return {parts: await getAll(ctx, kinds, options as GetOptions), zone: ctx.clock.zone}
}

/** The error itself when it is about the kubeconfig and the flags over it; throws any other. */
function refusal(error: unknown): FluxError {
  if (isConfigurationError(error) || (error instanceof FluxError && error.code === 'bad-client')) return error as FluxError
  throw error
}
