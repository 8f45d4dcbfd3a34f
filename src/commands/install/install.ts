import type {Interfaces} from '@oclif/core'
import {BaseCommand, type Session} from '../base.js'
import {boolFlag} from '../flags/flag-types.js'
import {confirm} from '../line/confirm.js'
import {MANIFEST_FLAGS, manifestOptions} from './install-flags.js'

export class Install extends BaseCommand {
  static override summary = 'Install Flux in a cluster, or upgrade it, without Git'
  static override usage = 'install [flags]'
  static override arity = 0
  static override examples = [
    'flux install',
    'flux install --components-extra=image-reflector-controller,image-automation-controller',
    'flux install --export > flux-system.yaml',
  ]
  static override flags = {
    ...MANIFEST_FLAGS,
    export: boolFlag({summary: 'print the manifests instead of applying them'}),
    force: boolFlag({summary: 'replace an installation of another tool without asking'}),
  }

  async execute(session: Session<Interfaces.InferredFlags<typeof Install.flags>>): Promise<void> {
    const {flags, host} = session
    const namespace = await session.namespace()
    const {openManifests} = await import('../../lib/wiring/install/install-tools.js')
    const {install} = await import('../../lib/actions/install/install.js')
    const password = flags['registry-creds'].split(':')[1]
    if (password) host.redactor.add(password)
    const tools = openManifests(host)
    try {
      await install(
        {
          ...tools,
          ...{out: host.out, signal: host.signal},
          cluster: async () => (await session.cluster({deadline: false})).ctx,
          confirm: (label) => confirm(host, label),
        },
        {
          ...manifestOptions(flags, namespace, host.pjson),
          ...{export: flags.export, verbose: flags.verbose, force: flags.force, timeout: flags.timeout},
        },
      )
    } finally {
      tools.close()
    }
  }
}
