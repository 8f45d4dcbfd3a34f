import type {Interfaces} from '@oclif/core'
import {FluxError} from '../../lib/errors/flux-error.js'
import {BaseCommand, type Session} from '../base.js'
import {boolFlag} from '../flags/flag-types.js'
import {EXPORT_OUTPUT} from './export.js'

/** Documents that are written at a time. */
const CHUNK = 200

export class ExportAll extends BaseCommand {
  static override summary = 'Export every Flux object, to bring it back with flux restore or kubectl apply'
  static override usage = 'export all [flags]'
  static override arity = 0
  static override examples = ['flux export all --with-secrets > backup.yaml', 'flux export all -n apps']
  static override flags = {
    'all-namespaces': boolFlag({char: 'A', summary: 'of all namespaces, which is what happens without --namespace'}),
    'with-secrets': boolFlag({summary: 'export the Secrets and ConfigMaps that the objects refer to as well, in clear text'}),
    output: EXPORT_OUTPUT,
  }

  async execute(session: Session<Interfaces.InferredFlags<typeof ExportAll.flags>>): Promise<void> {
    const {flags, given, host} = session
    const narrowed = given.has('namespace') && !flags['all-namespaces']
    const namespace = narrowed ? await session.namespace() : undefined
    const {ctx} = await session.cluster()
    const {exportAll} = await import('../../lib/actions/recovery/export-all.js')
    const {objects, unread} = await exportAll(ctx, {namespace, withSecrets: flags['with-secrets']})
    if (flags.output === undefined || flags.output === 'yaml') {
      const {renderDocument} = await import('../../lib/output/document.js')
      for (let at = 0; at < objects.length; at += CHUNK) {
        const texts = objects.slice(at, at + CHUNK).map(renderDocument)
        await host.out.data(texts.join(''))
      }
    } else if (flags.output === 'wide') {
      const {renderExported} = await import('../../lib/output/object-table.js')
      await host.out.data(renderExported(objects))
    } else {
      const {renderObjectsAs} = await import('../../lib/output/objects.js')
      await host.out.data(await renderObjectsAs(flags.output as 'json', objects, false))
    }
    if (unread > 0) throw new FluxError('incomplete', 'the export is not complete: see above what could not be read')
  }
}
