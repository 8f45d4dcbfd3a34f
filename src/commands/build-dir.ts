import type {Interfaces} from '@oclif/core'
import {FluxError} from '../lib/errors/flux-error.js'
import {BaseCommand, type Session} from './base.js'
import {boolFlag} from './flags/flag-types.js'

export class BuildDir extends BaseCommand {
  static override summary = 'Build a folder as `kustomize build` does'
  static override usage = 'build dir PATH [flags]'
  static override flags = {'no-remote-bases': boolFlag({summary: 'refuse resources and bases that lie on the network'})}

  async execute(session: Session<Interfaces.InferredFlags<typeof BuildDir.flags>>): Promise<void> {
    const {host, args, flags} = session
    const [path] = args
    if (path === undefined || args.length > 1) throw new FluxError('usage', `accepts 1 arg(s), received ${args.length}`)
    const {openBuildFiles} = await import('../lib/wiring/build-files.js')
    const {buildDir} = await import('../lib/actions/build-dir.js')
    const files = openBuildFiles()
    try {
      const built = await buildDir(files, host.cwd, path, {remoteBases: !flags['no-remote-bases'], signal: host.signal})
      for (const warning of built.warnings) host.out.warning(warning)
      await host.out.data(built.yaml)
    } finally {
      files.close()
    }
  }
}
