import type {Interfaces} from '@oclif/core'
import {BaseCommand, type Session} from '../base.js'
import {boolFlag, listFlag, textFlag} from '../flags/flag-types.js'
import {refuseConfiguration} from '../line/configuration-error.js'

export class Migrate extends BaseCommand {
  static override summary = 'Bring Flux objects, in a cluster or in files, to their current API versions'
  static override usage = 'migrate [flags]'
  static override arity = 0
  static override examples = ['flux migrate', 'flux migrate -f . --dry-run', 'flux migrate -f ./clusters --version 2.7 --yes']
  static override flags = {
    path: textFlag({char: 'f', default: '', summary: 'file or folder to migrate; without it, the cluster'}),
    extensions: listFlag({char: 'e', delimiter: ',', default: ['.yaml', '.yml'], summary: 'ends of file names'}),
    version: textFlag({char: 'v', summary: 'release to migrate files to: 2.6, 2.7, 2.8 or 2.9 (default the newest)'}),
    yes: boolFlag({char: 'y', summary: 'change files without asking'}),
    'dry-run': boolFlag({summary: 'say what would be changed in files'}),
  }

  async execute(session: Session<Interfaces.InferredFlags<typeof Migrate.flags>>): Promise<void> {
    const {flags, host} = session
    if (flags.path === '') {
      const {migrateCluster} = await import('../../lib/actions/migrate/migrate-cluster.js')
      const started = () => host.out.action('starting migration of custom resources')
      const refused = refuseConfiguration('the Kubernetes client initialization failed: ', started)
      return migrateCluster((await session.cluster().catch(refused)).ctx)
    }
    const {openDisk} = await import('../../lib/wiring/disk.js')
    const {migrateFiles} = await import('../../lib/actions/migrate/migrate-files.js')
    const {confirm} = await import('../line/confirm.js')
    const ask = () => confirm(host, 'Are you sure you want to apply these upgrades')
    await migrateFiles(
      {fs: openDisk(), out: host.out, cwd: host.cwd, confirm: ask},
      {
        ...{path: flags.path, version: flags.version, yes: flags.yes, dryRun: flags['dry-run']},
        extensions: flags.extensions,
      },
    )
  }
}
