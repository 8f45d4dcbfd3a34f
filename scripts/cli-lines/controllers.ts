import type {CaseInput} from '../../test/golden/cli-replay/record.js'

type Controller = NonNullable<CaseInput['controller']>[number]

const SOURCE = 'source.toolkit.fluxcd.io/v1'
const IMAGE = 'image.toolkit.fluxcd.io/v1'

/** Objects of the set-ups, and those named `made` that lines create, by `apiVersion kind namespace/name...`. */
const OBJECTS = [
  `${SOURCE} GitRepository flux-system/webapp flux-system/paused flux-system/made`,
  `${SOURCE} OCIRepository flux-system/manifests flux-system/made`,
  `${SOURCE} Bucket flux-system/static apps/backup flux-system/made`,
  `${SOURCE} HelmRepository flux-system/charts flux-system/oci-charts flux-system/made`,
  `${SOURCE} HelmChart flux-system/flux-system-web apps/from-git flux-system/made`,
  'kustomize.toolkit.fluxcd.io/v1 Kustomization flux-system/web flux-system/web-child flux-system/paused apps/tenant flux-system/made',
  'helm.toolkit.fluxcd.io/v2 HelmRelease flux-system/web apps/cache apps/git-chart flux-system/made',
  'notification.toolkit.fluxcd.io/v1 Receiver flux-system/push-hook apps/no-token flux-system/made',
  `${IMAGE} ImageRepository flux-system/web apps/cache flux-system/made`,
  `${IMAGE} ImagePolicy flux-system/web flux-system/made`,
  `${IMAGE} ImageUpdateAutomation flux-system/bump flux-system/made`,
  'source.extensions.fluxcd.io/v1beta1 ArtifactGenerator flux-system/splitter flux-system/halted',
]

const READY: Readonly<Record<string, readonly [status: string, reason: string, message: string]>> = {
  ready: ['True', 'Succeeded', 'all is well'],
  failed: ['False', 'Broken', 'it does not work'],
  stalled: ['False', 'InvalidSpec', 'it will never work'],
  progress: ['Unknown', 'Progressing', 'still at it'],
}

/** What controllers answer to requests and new generations: `ready`, `failed`, `stalled`, `progress` or `bare` (without results). */
export function controllersNamed(name: string): Controller[] {
  const [status, reason, message] = READY[name] ?? READY['ready']!
  const condition = (type: string, value: string) => ({
    ...{type, status: value, reason, message},
    ...{observedGeneration: '<generation>', lastTransitionTime: '2026-01-15T12:00:00Z'},
  })
  const digest = `sha256:${'1'.repeat(64)}`
  const revision = 'main@sha1:1111111111111111111111111111111111111111'
  const results = {
    artifact: {digest, revision, path: 'x.tar.gz', url: 'http://source/x.tar.gz', lastUpdateTime: '2026-01-15T12:00:00Z'},
  }
  const applied = {lastAppliedRevision: revision, lastAttemptedRevision: revision}
  return OBJECTS.flatMap((text) => {
    const [apiVersion = '', kind = '', ...places] = text.split(' ')
    const found = name === 'bare' ? {} : apiVersion === SOURCE ? results : /^Kust|^Helm/.test(kind) ? applied : {}
    return places.flatMap((place) =>
      (['request', 'generation'] as const).map((on): Controller => {
        const [namespace = '', name_ = ''] = place.split('/')
        const conditions = [
          condition('Ready', status),
          ...(name === 'stalled' ? [condition('Stalled', 'True')] : []),
          ...(name === 'progress' ? [condition('Reconciling', 'True')] : []),
        ]
        return {on, apiVersion, kind, namespace, name: name_, status: {observedGeneration: '<generation>', conditions, ...found}}
      }),
    )
  })
}
