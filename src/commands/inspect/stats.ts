import type {Interfaces} from '@oclif/core'
import type {StatsFormat} from '../../lib/output/stats.js'
import {BaseCommand, type Session} from '../base.js'
import {boolFlag, wordFlag} from '../flags/flag-types.js'

export class Stats extends BaseCommand {
  static override summary = 'Count the objects of Flux: running, failing, suspended, and what their artifacts take'
  static override usage = 'stats [flags]'
  static override arity = 0
  static override examples = ['flux stats -A']
  static override flags = {
    'all-namespaces': boolFlag({char: 'A', summary: 'count the objects of all namespaces'}),
    output: wordFlag({what: 'output format', words: ['json', 'yaml', 'name', 'wide'], char: 'o', summary: 'output format'}),
  }

  async execute(session: Session<Interfaces.InferredFlags<typeof Stats.flags>>): Promise<void> {
    const {flags, host} = session
    const namespace = flags['all-namespaces'] ? undefined : await session.namespace()
    const {ctx} = await session.cluster()
    const {stats} = await import('../../lib/actions/inspect/stats.js')
    const {renderStats} = await import('../../lib/output/stats.js')
    await host.out.data(await renderStats(await stats(ctx, namespace), flags.output as StatsFormat | undefined))
  }
}
