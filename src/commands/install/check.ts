import type {Interfaces} from '@oclif/core'
import {FluxError} from '../../lib/errors/flux-error.js'
import {BaseCommand, connectOptions, type Session} from '../base.js'
import {boolFlag, durationFlag, listFlag, wordFlag} from '../flags/flag-types.js'
import {refuseConfiguration} from '../line/configuration-error.js'
import {COMPONENTS} from './install-flags.js'

export class Check extends BaseCommand {
  static override summary = 'Check whether a cluster suits Flux, and whether Flux is well in it'
  static override usage = 'check [flags]'
  static override arity = 0
  static override examples = ['flux check --pre', 'flux check']
  static override flags = {
    pre: boolFlag({summary: 'check only what an installation needs of the cluster'}),
    components: listFlag({delimiter: ',', default: [...COMPONENTS], summary: 'has no effect: what is installed is checked'}),
    'components-extra': listFlag({delimiter: ',', summary: 'has no effect: what is installed is checked'}),
    'poll-interval': durationFlag({default: 5000, text: '5s', summary: 'how often a controller that is not ready is looked at'}),
    output: wordFlag({
      what: 'output format',
      words: ['json', 'yaml', 'name', 'wide'],
      char: 'o',
      summary: 'also print what was found',
    }),
  }

  async execute(session: Session<Interfaces.InferredFlags<typeof Check.flags>>): Promise<void> {
    const {flags} = session
    const lists = flags.output === 'name' || flags.output === 'wide'
    if (flags.pre && lists) {
      throw new FluxError('usage', `--pre looks for nothing that -o ${flags.output} could list: use -o json or yaml`)
    }
    const namespace = await session.namespace()
    const started = () => session.host.out.action('checking prerequisites')
    const refused = refuseConfiguration('Kubernetes client initialization failed: ', started)
    const {ctx} = await session.cluster({deadline: false}).catch(refused)
    const {check} = await import('../../lib/actions/install/check.js')
    const {openCheckTools} = await import('../../lib/wiring/install/check-tools.js')
    const {renderReport} = await import('../../lib/output/installed/report.js')
    const {env, out, signal, redactor, tasks, pjson} = session.host
    let tools: ReturnType<typeof openCheckTools> | undefined
    const options = {namespace, pre: flags.pre, pollInterval: flags['poll-interval'], timeout: flags.timeout}
    const report = await check(ctx, {
      ...{...options, release: `v${pjson.fluxVersion}`, tellUnseen: flags.verbose || out.interactive},
      openSync: () => (tools ??= openCheckTools({...connectOptions(flags), env, out, signal}, redactor, tasks)),
    }).finally(() => tools?.close())
    const text = flags.output ? await renderReport(report, flags.output as 'json') : ''
    if (text) await session.host.out.data(text)
    else if (lists) session.host.out.warning('nothing of Flux is there to list: neither controllers nor CRDs')
    if (!report.passed && flags.pre) throw new FluxError('said', 'the prerequisites are not met')
    if (!report.passed) throw new FluxError('check-failed', 'check failed')
  }
}
