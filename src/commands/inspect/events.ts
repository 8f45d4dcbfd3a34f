import type {Interfaces} from '@oclif/core'
import {BaseCommand, type Session} from '../base.js'
import {boolFlag, listFlag, textFlag, wordFlag} from '../flags/flag-types.js'

export class Events extends BaseCommand {
  static override summary = 'Show the Kubernetes events of Flux objects'
  static override usage = 'events [flags]'
  static override examples = ['flux events -A --types Warning', 'flux events --for Kustomization/apps']
  static override flags = {
    'all-namespaces': boolFlag({char: 'A', summary: 'show the events of all namespaces'}),
    watch: boolFlag({char: 'w', summary: 'go on and show new events'}),
    for: textFlag({default: '', summary: 'show only events of a kind or an object: Kind or Kind/name'}),
    types: listFlag({delimiter: ',', summary: 'show only events of these types: Normal, Warning'}),
    output: wordFlag({what: 'output format', words: ['json', 'yaml', 'name', 'wide'], char: 'o', summary: 'output format'}),
  }

  async execute(session: Session<Interfaces.InferredFlags<typeof Events.flags>>): Promise<void> {
    const {flags, host, args} = session
    const namespace = await session.namespace()
    if (args.length > 0 && (host.out.interactive || flags.verbose)) {
      const {passedOver} = await import('../line/meant/verb-steps.js')
      host.out.action(passedOver(args))
    }
    const {ctx} = await session.cluster()
    const {eventsQuery, listEvents, watchEvents} = await import('../../lib/actions/inspect/events.js')
    const {renderEvents} = await import('../../lib/output/events.js')
    const types = flags.types ?? []
    const query = await eventsQuery(ctx, {namespace, allNamespaces: flags['all-namespaces'], for: flags.for, types})
    const {showNamespace} = query
    const wide = flags.output === 'wide'
    const format = wide ? undefined : (flags.output as 'json' | undefined)
    if (flags.watch) {
      let header = true
      const {renderChange} = await import('../../lib/output/objects.js')
      return watchEvents(ctx, query, types, async (event) => {
        if (format) return host.out.data(await renderChange(format, event))
        await host.out.data(renderEvents([event], {now: ctx.clock.now(), showNamespace, header, wide}))
        header = false
      })
    }
    const events = await listEvents(ctx, query, types)
    if (format) {
      const {renderObjectsAs} = await import('../../lib/output/objects.js')
      return host.out.data(await renderObjectsAs(format, events, false))
    }
    if (events.length > 0) return host.out.data(renderEvents(events, {now: ctx.clock.now(), showNamespace, wide}))
    host.out.failure(flags['all-namespaces'] ? 'No events found.' : `No events found in ${namespace} namespace.`)
  }
}
