import type {Interfaces} from '@oclif/core'
import type {FleetEntry} from '../lib/actions/build/helm/build-helm-release.js'
import {FluxError, messageOf} from '../lib/errors/flux-error.js'
import type {Out} from '../lib/ports/observe.js'
import {BaseCommand, type Session} from './base.js'
import {boolFlag, listFlag, mapFlag, textFlag} from './flags/flag-types.js'

const flags = {
  all: boolFlag({summary: 'every HelmRelease of the files'}),
  path: textFlag({summary: 'folder of the repository with the HelmRelease, its sources and values'}),
  'helmrelease-file': textFlag({summary: 'local file with the HelmRelease'}),
  'chart-path': textFlag({summary: 'folder or archive of the chart, instead of its source'}),
  'local-sources': mapFlag({summary: 'folders of sources: Kind/namespace/name=folder'}),
  'values-from': listFlag({summary: 'file with ConfigMaps and Secrets that values come from, can be repeated'}),
  'kube-version': textFlag({summary: 'Kubernetes version that the chart sees'}),
  'api-versions': listFlag({char: 'a', delimiter: ',', summary: 'API versions that the chart sees beside the usual ones'}),
  lookup: boolFlag({summary: 'let templates look objects up in the cluster'}),
  'is-upgrade': boolFlag({summary: 'render an upgrade instead of an installation'}),
  'show-values': boolFlag({summary: 'print the values of the release instead of its manifests'}),
  'show-only': listFlag({char: 's', summary: 'only manifests of these templates, can be repeated'}),
  'output-dir': textFlag({summary: 'write one file per template into this folder'}),
}

export class BuildHelmRelease extends BaseCommand {
  static override summary = 'Render a HelmRelease as its controller does, from files alone'
  static override usage = 'build helmrelease NAME [flags]'
  static override aliases = ['build:hr']
  static override examples = [
    'flux build helmrelease podinfo --path ./repository -n apps',
    'flux build hr --all --path ./repository --output-dir ./rendered',
    'flux build hr podinfo --helmrelease-file release.yaml --chart-path ./charts/podinfo --show-values',
  ]
  static override flags = flags

  async execute(session: Session<Interfaces.InferredFlags<typeof flags>>): Promise<void> {
    const {host, args, flags: given} = session
    const [name] = args
    const expected = given.all ? 0 : 1
    if (args.length !== expected) throw new FluxError('usage', `accepts ${expected} arg(s), received ${args.length}`)
    const {openDisk, openEnvironment} = await import('../lib/wiring/disk.js')
    const {buildHelmRelease, buildHelmReleases} = await import('../lib/actions/build/helm/build-helm-release.js')
    const {openCompute} = await import('../lib/wiring/compute/open-compute.js')
    const {openPublishedCharts} = await import('../lib/wiring/charts/published-charts.js')
    const {cwd, signal, env, out} = host
    const published = await openPublishedCharts(env)
    const compute = openCompute(host.root, undefined, host.blocking)
    const options = {
      ...{namespace: await session.namespace(), path: given.path, helmReleaseFile: given['helmrelease-file']},
      ...{chartPath: given['chart-path'], localSources: new Map(given['local-sources']?.flat())},
      ...{kubeVersion: given['kube-version'], apiVersions: given['api-versions'] ?? []},
      ...{valuesFrom: given['values-from'] ?? [], showValues: given['show-values'], showOnly: given['show-only'] ?? []},
      ...{outputDir: given['output-dir'], isUpgrade: given['is-upgrade']},
    }
    const kube = given.lookup ? (await session.cluster()).ctx.kube : undefined
    const opened: {close(): void}[] = [published, compute]
    const network = async () => {
      const {openBuildFiles} = await import('../lib/wiring/build-files.js')
      const files = openBuildFiles({env})
      opened.push(files)
      return files
    }
    const needs = {
      ...{fs: openDisk(), cwd, signal, compute, kube, network},
      ...{now: openEnvironment().now, published: {...published, signal}},
    }
    const close = () => Promise.all(opened.map((one) => one.close()))
    if (name !== undefined) {
      const built = await buildHelmRelease(needs, name, options).finally(close)
      for (const warning of built.warnings) out.warning(warning)
      return out.data(built.text)
    }
    await tell(out, await buildHelmReleases(needs, options).finally(close))
  }
}

async function tell(out: Out, entries: readonly FleetEntry[]): Promise<void> {
  for (const {subject, built, failure, skipped} of entries) {
    for (const warning of [...(built?.warnings ?? []), ...(skipped ? [skipped] : [])]) out.warning(`${subject}: ${warning}`)
    if (built) await out.data(built.text)
    if (failure === undefined) continue
    out.failure(`${subject}: ${messageOf(failure)}`)
    for (const hint of failure instanceof FluxError ? failure.hints : []) out.action(hint)
  }
  const failed = entries.filter(({failure}) => failure !== undefined).length
  if (failed > 0) throw new FluxError('build-failed', `${failed} of ${entries.length} HelmReleases cannot be rendered`)
}
