import {compareVersions, parseTagVersion, type Version} from '../../../formats/semver/version.js'
import {controllerVersion} from '../../../install/installation-facts.js'
import type {KubeObject} from '../../../ports/kube.js'
import {imageOf, isNative} from '../left-out.js'
import type {Installation, Trap} from './trap.js'

const BY_GROUP: Readonly<Record<string, string>> = {
  'source.toolkit.fluxcd.io': 'source-controller',
  'kustomize.toolkit.fluxcd.io': 'kustomize-controller',
  'helm.toolkit.fluxcd.io': 'helm-controller',
  'notification.toolkit.fluxcd.io': 'notification-controller',
  'image.toolkit.fluxcd.io': 'image-reflector-controller',
  'source.extensions.fluxcd.io': 'source-watcher',
}

const AFTERMATH = 'it ignores what they are newer in; upgrade both together'

/** Controllers of an older release than their own CRDs: they drop fields that the CRDs take. */
export const olderControllers: Trap = (_, {definitions, controllers, release}) =>
  controllers.flatMap((controller) => {
    const name = controller.metadata.name!
    const crds = newestOf(definitions, name)
    if (!crds) return []
    const own = parseTagVersion(controller.metadata.labels?.['app.kubernetes.io/version'] ?? '')
    if (own && compareVersions(own, crds) < 0)
      return [`${name} is of Flux ${own.original}, older than the CRDs of ${crds.original}: ${AFTERMATH}`]
    const image = olderImage(controller, crds, release)
    return image === undefined ? [] : [`${name} runs ${image}, older than its CRDs of Flux ${crds.original}: ${AFTERMATH}`]
  })

/** The newest release that the CRDs of a controller are of. */
function newestOf(definitions: Installation['definitions'], controller: string): Version | undefined {
  return definitions
    .filter(({name}) => keeperOf(name) === controller)
    .flatMap(({release}) => parseTagVersion(release ?? '') ?? [])
    .reduce<Version | undefined>((newest, one) => (newest && compareVersions(newest, one) >= 0 ? newest : one), undefined)
}

/** The controller of a CRD, e.g. `gitrepositories.source.toolkit.fluxcd.io`. */
function keeperOf(definition: string): string | undefined {
  const [plural = '', group = ''] = definition.split(/\.(.*)/s)
  return plural === 'imageupdateautomations' ? 'image-automation-controller' : BY_GROUP[group]
}

/**
 * `v1.5.0, not v1.9.5`, where the image is of an older minor version than the release has. Images without a tag say nothing;
 * which version came with older releases is not known here. Versions of our own images are others.
 */
function olderImage(deployment: KubeObject, crds: Version, release: string): string | undefined {
  const own = parseTagVersion(release)
  const expected = parseTagVersion(controllerVersion(deployment.metadata.name!) ?? '')
  const tag = /:(v?\d+\.\d+\.\d+)[^/@:]*(?:@[^/]*)?$/.exec(imageOf(deployment))?.[1]
  const running = parseTagVersion(tag ?? '')
  if (!own || !expected || !running || compareVersions(crds, own) < 0) return undefined
  const older = running.major < expected.major || (running.major === expected.major && running.minor < expected.minor)
  return older && !isNative(deployment) ? `${running.original}, not ${expected.original}` : undefined
}
