import type {Interfaces} from '@oclif/core'
import {FluxError} from '../lib/errors/flux-error.js'
import {BaseCommand, type Session} from './base.js'
import {boolFlag, textFlag} from './flags/flag-types.js'

export class Version extends BaseCommand {
  static override summary = 'Show the versions of the command line and of what runs in the cluster'
  static override usage = 'version [flags]'
  static override examples = ['flux version', 'flux version --client -o json']
  static override flags = {
    client: boolFlag({summary: 'show only the version of the command line'}),
    output: textFlag({char: 'o', default: 'yaml', summary: 'output format: yaml, json, name or wide'}),
  }

  async execute(session: Session<Interfaces.InferredFlags<typeof Version.flags>>): Promise<void> {
    const {flags, host} = session
    if (!['yaml', 'json', 'name', 'wide'].includes(flags.output)) {
      throw new FluxError('usage', `--output must be json or yaml, not ${flags.output}`)
    }
    const client = {flux: `v${host.pjson.fluxVersion}`}
    const cluster = flags.client ? {} : await this.#cluster(session)
    if (flags.output === 'yaml') {
      const lines = Object.entries({...client, ...cluster}).map(([name, version]) => `${name}: ${version}\n`)
      await host.out.data(lines.join(''))
      return
    }
    if (flags.output === 'name' || flags.output === 'wide') {
      const {renderVersions} = await import('../lib/output/installed/versions.js')
      return host.out.data(renderVersions({...client, ...cluster}, flags.output))
    }
    const sorted = Object.entries({...client, ...cluster}).sort(([a], [b]) => (a < b ? -1 : 1))
    await host.out.data(`${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`)
  }

  async #cluster(session: Session): Promise<Record<string, string>> {
    const namespace = await session.namespace()
    const {ctx} = await session.cluster()
    const {clusterVersions} = await import('../lib/actions/version.js')
    return clusterVersions(ctx, namespace)
  }
}
