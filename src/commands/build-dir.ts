import type {Interfaces} from '@oclif/core'
import {FluxError} from '../lib/errors/flux-error.js'
import {BaseCommand, type Session} from './base.js'
import {boolFlag} from './flags/flag-types.js'

export class BuildDir extends BaseCommand {
  static override summary = 'Build a folder, or a repository by its address, as `kustomize build` does'
  static override usage = 'build dir [PATH] [flags]'
  static override examples = ['flux build dir ./deploy/production', 'flux build dir']
  static override flags = {
    'no-remote-bases': boolFlag({summary: 'refuse resources and bases that lie on the network'}),
    'enable-helm': boolFlag({summary: 'inflate Helm charts that lie beside kustomizations (helmCharts)'}),
  }

  async execute(session: Session<Interfaces.InferredFlags<typeof BuildDir.flags>>): Promise<void> {
    const {host, args, flags} = session
    if (args.length > 1) throw new FluxError('usage', `accepts at most 1 arg(s), received ${args.length}`)
    // as for `kustomize build`
    const [path = '.'] = args
    const [{openDisk}, {buildDir}] = await Promise.all([import('../lib/wiring/disk.js'), import('../lib/actions/build-dir.js')])
    const opened: {close(): void}[] = []
    const network = async () => {
      const {openBuildFiles} = await import('../lib/wiring/build-files.js')
      const files = openBuildFiles(host)
      opened.push(files)
      return files
    }
    try {
      const charts = flags['enable-helm'] ? await inflator() : undefined
      const options = {
        network: flags['no-remote-bases'] ? undefined : network,
        charts,
        signal: host.signal,
        onWarning: (text: string) => host.out.warning(text),
        blocking: host.blocking,
        timeoutMs: flags.timeout,
      }
      await host.out.data(await buildDir(openDisk(), host.cwd, path, options))
    } finally {
      for (const files of opened) files.close()
    }
  }
}

async function inflator() {
  const {chartInflator} = await import('../lib/render/helm/chart-inflator.js')
  const {openEnvironment} = await import('../lib/wiring/disk.js')
  return chartInflator(openEnvironment())
}
