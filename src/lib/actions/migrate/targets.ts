import {FluxError} from '../../errors/flux-error.js'

/** Releases that files can be migrated to, newest first. */
const RELEASES = ['2.9', '2.8', '2.7', '2.6'] as const

const SOURCES = ['GitRepository', 'OCIRepository', 'Bucket', 'HelmRepository', 'HelmChart', 'ExternalArtifact']
const IMAGES = ['ImageRepository', 'ImagePolicy', 'ImageUpdateAutomation']

/** Version of a kind (`group/Kind`) in a release; undefined for what is none of ours. */
export type Targets = ReadonlyMap<string, string>

/** The versions of a release, the newest one without a name (cli reference 10.2). Throws FluxError for another one. */
export function targetsOf(release: string | undefined): Targets {
  const wanted = release || RELEASES[0]
  if (!(RELEASES as readonly string[]).includes(wanted)) {
    throw new FluxError('usage', `version ${wanted} is not supported, supported versions are: ${RELEASES.join(', ')}`)
  }
  const old = wanted === '2.6'
  const rows: [group: string, kinds: readonly string[], version: string][] = [
    ['source.toolkit.fluxcd.io', SOURCES, 'v1'],
    ['kustomize.toolkit.fluxcd.io', ['Kustomization'], 'v1'],
    ['helm.toolkit.fluxcd.io', ['HelmRelease'], 'v2'],
    ['notification.toolkit.fluxcd.io', ['Receiver'], 'v1'],
    ['notification.toolkit.fluxcd.io', ['Alert', 'Provider'], 'v1beta3'],
    ['image.toolkit.fluxcd.io', IMAGES, old ? 'v1beta2' : 'v1'],
    ['source.extensions.fluxcd.io', old ? [] : ['ArtifactGenerator'], 'v1beta1'],
  ]
  return new Map(rows.flatMap(([group, kinds, version]) => kinds.map((kind) => [`${group}/${kind}`, version] as const)))
}

/** The kinds of a group. */
export function kindsOf(group: string, targets: Targets): string[] {
  return [...targets.keys()].filter((key) => key.startsWith(`${group}/`)).map((key) => key.slice(group.length + 1))
}

/** True for what can be a version; any such one is brought to the wanted one, as by flux, whether there ever was one or not. */
export const isVersion = (text: string): boolean => /^v[1-9]\d*(?:(?:alpha|beta)[1-9]\d*)?$/.test(text)
