import {FluxError} from '../lib/errors/flux-error.js'
import {BaseCommand, type Session} from './base.js'

export class BuildDir extends BaseCommand {
  static override summary = 'Build a folder as `kustomize build` does'
  static override usage = 'build dir PATH'
  static override flags = {}

  async execute(session: Session): Promise<void> {
    const {host, args} = session
    const [path] = args
    if (path === undefined || args.length > 1) throw new FluxError('usage', `accepts 1 arg(s), received ${args.length}`)
    const {openDisk} = await import('../lib/wiring/disk.js')
    const {buildDir} = await import('../lib/actions/build-dir.js')
    const built = await buildDir(openDisk(), host.cwd, path)
    for (const warning of built.warnings) host.out.warning(warning)
    await host.out.data(built.yaml)
  }
}
