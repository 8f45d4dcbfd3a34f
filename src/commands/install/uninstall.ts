import type {Interfaces} from '@oclif/core'
import {BaseCommand, type Session} from '../base.js'
import {boolFlag} from '../flags/flag-types.js'
import {confirm} from '../line/confirm.js'

export class Uninstall extends BaseCommand {
  static override summary = 'Take Flux out of a cluster; what it applied stays'
  static override usage = 'uninstall [flags]'
  static override arity = 0
  static override examples = ['flux uninstall --dry-run', 'flux uninstall --namespace=flux-system --silent']
  static override flags = {
    'keep-namespace': boolFlag({summary: 'leave the namespace'}),
    'dry-run': boolFlag({summary: 'only say what would be deleted'}),
    silent: boolFlag({char: 's', summary: 'delete without asking'}),
  }

  async execute(session: Session<Interfaces.InferredFlags<typeof Uninstall.flags>>): Promise<void> {
    const {flags, host} = session
    const namespace = await session.namespace()
    const {ctx} = await session.cluster()
    const {uninstall} = await import('../../lib/actions/install/uninstall.js')
    await uninstall(
      {...ctx, confirm: (label) => confirm(host, label)},
      {namespace, keepNamespace: flags['keep-namespace'], dryRun: flags['dry-run'], silent: flags.silent},
    )
  }
}
