import type {Interfaces} from '@oclif/core'
import {BaseCommand, type Session} from '../base.js'
import {textFlag, wordFlag} from '../flags/flag-types.js'

export class TraceObjects extends BaseCommand {
  static override id = 'trace'
  static override summary = 'Follow objects of a cluster to the Git commit, chart or artifact that they come from'
  static override usage = 'trace RESOURCE NAME [NAME...] [flags]'
  static override examples = [
    'flux trace deployment web -n apps',
    'flux trace web --kind Deployment --api-version apps/v1 -n apps',
  ]
  static override flags = {
    kind: textFlag({default: '', summary: 'kind of the object, e.g. Deployment'}),
    'api-version': textFlag({default: '', summary: 'API version of the object, e.g. apps/v1'}),
    output: wordFlag({what: 'output format', words: ['json', 'yaml', 'name', 'wide'], char: 'o', summary: 'output format'}),
  }

  async execute(session: Session<Interfaces.InferredFlags<typeof TraceObjects.flags>>): Promise<void> {
    const {flags, args, host} = session
    const namespace = await session.namespace()
    const {isLate} = await import('../../lib/errors/late-error.js')
    // the objects themselves are looked up whatever the deadline says, as in flux
    const late = isLate(flags.timeout)
    const {ctx} = await session.cluster({deadline: !late})
    const {trace} = await import('../../lib/actions/inspect/trace.js')
    const {renderTraceNames, renderTraces, traceData, traceFailure} = await import('../../lib/output/trace.js')
    const results = await trace(ctx, {args, kind: flags.kind, apiVersion: flags['api-version'], namespace, late})
    if (flags.output === 'name') return host.out.data(renderTraceNames(results))
    if (flags.output && flags.output !== 'wide') {
      const {renderData} = await import('../../lib/output/objects.js')
      return host.out.data(await renderData(flags.output as 'json', traceData(results)))
    }
    await host.out.data(renderTraces(results, {wide: flags.output === 'wide', zone: ctx.clock.zone}))
    for (const result of results) if ('error' in result) host.out.note(traceFailure(result))
  }
}
