import type {Interfaces} from '@oclif/core'
import {FluxError} from '../../lib/errors/flux-error.js'
import {BaseCommand, type Session} from '../base.js'
import {boolFlag, durationFlag, intFlag, textFlag, wordFlag} from '../flags/flag-types.js'
import {refuseConfiguration} from '../line/configuration-error.js'

export class Logs extends BaseCommand {
  static override summary = 'Show the log lines of the controllers'
  static override usage = 'logs [flags]'
  static override examples = ['flux logs -A --level error --since 1h', 'flux logs --follow --kind HelmRelease --name db -n apps']
  static override flags = {
    level: wordFlag({what: 'log level', words: ['debug', 'info', 'error'], summary: 'show only lines of this level'}),
    kind: textFlag({summary: 'show only lines about this kind'}),
    name: textFlag({summary: 'show only lines about objects of this name'}),
    follow: boolFlag({char: 'f', summary: 'go on and show new lines'}),
    tail: intFlag({default: -1, summary: 'show only this many of the last lines of each controller'}),
    'flux-namespace': textFlag({default: 'flux-system', summary: 'the namespace where the controllers run'}),
    'all-namespaces': boolFlag({char: 'A', summary: 'show lines about objects of all namespaces'}),
    since: durationFlag({default: 0, text: '0s', summary: 'show only lines newer than this, e.g. 5s, 2m or 3h'}),
    output: wordFlag({
      what: 'output format',
      words: ['json', 'yaml', 'name', 'wide'],
      char: 'o',
      summary:
        'json, yaml: the lines as the controllers wrote them; name: the objects that they are about; wide: with the pod in front',
    }),
    'since-time': textFlag({summary: 'show only lines after this time (RFC 3339)'}),
  }

  async execute(session: Session<Interfaces.InferredFlags<typeof Logs.flags>>): Promise<void> {
    const {flags, args, host} = session
    if (args.length > 0) throw new FluxError('usage', 'no argument required')
    const namespace = flags['all-namespaces'] ? undefined : await session.namespace()
    const {ctx} = await session.cluster().catch(refuseConfiguration())
    const {logs} = await import('../../lib/actions/logs.js')
    const filter = {level: flags.level, kind: flags.kind, name: flags.name, namespace, format: flags.output as 'json' | undefined}
    const options = {...filter, fluxNamespace: flags['flux-namespace'], follow: flags.follow, tail: flags.tail}
    await logs(ctx, {...options, sinceMs: flags.since, sinceTime: flags['since-time']}, (line) => host.out.data(line))
  }
}
