import type {Interfaces} from '@oclif/core'
import {verb} from '../define.js'
import {boolFlag} from '../flags/flag-types.js'
import {OUTPUT_FLAG, READ_FLAGS, readOptions} from '../flags/read-flags.js'

export const getVerb = verb({
  name: 'get',
  list: true,
  summary: (kind) => `Get ${kind.kind} statuses`,
  examples: (kind) => ['-A', kind.alwaysReady ? '-o yaml' : '-A --status-selector ready=false'],
  flags: {...READ_FLAGS, output: OUTPUT_FLAG()},
  flagsFor: (kind): Interfaces.FlagInput =>
    kind.showSource ? {'show-source': boolFlag({summary: 'show the source of each object'})} : {},
  async run(session, kind) {
    const {flags, args, host} = session
    const {ctx} = await session.cluster()
    const actions = await import('../../lib/actions/verbs/get.js')
    const {renderObjects} = await import('../../lib/output/object-table.js')
    const options = await readOptions(session)
    const table = {
      allNamespaces: flags['all-namespaces'],
      noHeader: flags['no-header'],
      showSource: (flags as {'show-source'?: boolean})['show-source'],
      wide: flags.output === 'wide',
      zone: ctx.clock.zone,
    }
    if (flags.watch) {
      const {watch} = await import('./watch.js')
      return watch(ctx, kind, {get: options, table, output: flags.output})
    }
    const objects = await actions.get(ctx, kind, options)
    if (flags.output && flags.output !== 'wide') {
      const {renderObjectsAs} = await import('../../lib/output/objects.js')
      await host.out.data(await renderObjectsAs(flags.output as 'json', objects, args.length > 0))
    } else await host.out.data(renderObjects(kind, objects, table))
  },
})
