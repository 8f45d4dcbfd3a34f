import type {Interfaces} from '@oclif/core'
import {FluxError} from '../../lib/errors/flux-error.js'
import {BaseCommand, type Session} from '../base.js'
import {boolFlag, listFlag} from '../flags/flag-types.js'

export class Restore extends BaseCommand {
  static override summary = 'Bring back what flux export wrote: apply it in order and wait until it is ready'
  static override usage = 'restore -f FILE... [flags]'
  static override examples = [
    'flux restore -f backup.yaml --dry-run',
    'flux restore -f backup.yaml --suspended',
    'sops -d backup.yaml | flux restore -f -',
  ]
  static override flags = {
    filename: listFlag({char: 'f', delimiter: ',', summary: 'file, folder, or - for stdin (repeatable)'}),
    suspended: boolFlag({summary: 'suspend every Flux object that is restored; without it, the same command resumes them'}),
    'dry-run': boolFlag({summary: 'ask the server what would happen, print it, and change nothing'}),
    'force-conflicts': boolFlag({summary: 'take over fields that others have changed since'}),
    wait: boolFlag({default: true, summary: 'wait until everything is ready, up to --timeout'}),
  }

  async execute(session: Session<Interfaces.InferredFlags<typeof Restore.flags>>): Promise<void> {
    const {flags, args, given, host} = session
    const paths = [...(flags.filename ?? []), ...args]
    if (paths.length === 0) {
      throw new FluxError('usage', 'a file is required: -f FILE', {hints: ['flux export all --with-secrets writes one']})
    }
    const namespace = given.has('namespace') ? await session.namespace() : undefined
    const {ctx} = await session.cluster()
    const {openDisk} = await import('../../lib/wiring/disk.js')
    const {restore} = await import('../../lib/actions/recovery/restore/restore.js')
    const output = await import('../../lib/output/restore.js')
    const {suspended, wait, 'dry-run': dryRun, 'force-conflicts': force} = flags
    const files = {fs: openDisk(host.tasks), input: host.input, cwd: host.cwd}
    const report = await restore(ctx, files, {paths, namespace, suspended, dryRun, force, wait})
    if (dryRun) await host.out.data(output.renderPlan(report))
    output.requireRestored(report)
    if (dryRun) return
    const {length} = report.entries
    const ready =
      report.awaited > 0
        ? `; ${report.awaited === 1 ? 'the one' : `all ${report.awaited}`} of Flux ${report.awaited === 1 ? 'is' : 'are'} ready`
        : ''
    host.out.success(`${length} ${length === 1 ? 'object' : 'objects'} restored: ${output.countsOf(report.entries)}${ready}`)
    if (suspended) host.out.action('everything of Flux is suspended: the same command without --suspended resumes it')
  }
}
