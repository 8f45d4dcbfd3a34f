import {FluxError} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import type {JsonObject} from '../../../formats/json/value.js'
import {parseVersion} from '../../../formats/semver/version.js'
import {type GoType, mapOf, pointerTo, STRING, sliceOf} from '../../gotemplate/go/types.js'
import {Boxed} from '../../gotemplate/go/value.js'
import {DEFAULT_API_VERSIONS} from './default-api-versions.js'

/** What templates may know of the cluster (helm-engine reference 6). */
export interface Capabilities {
  /** as `.Capabilities.KubeVersion` prints it: `v1.33.4` */
  readonly version: string
  /** as the cluster reports it: `v1.33.4-gke.1` */
  readonly gitVersion: string
  readonly major: string
  readonly minor: string
  /** `apps/v1`, and `apps/v1/Deployment` where a cluster was asked */
  readonly apiVersions: readonly string[]
}

/** Of the Helm that is followed. */
const HELM = {version: 'v4.3', goVersion: 'go1.26.8', kubeClientVersion: 'v1.37'}
const DEFAULT_KUBE_VERSION = 'v1.37.0'

/**
 * Capabilities without a cluster: those of Helm itself, with another version or more API versions when they are given.
 * @throws FluxError `bad-version` when `kubeVersion` is none
 */
export function offlineCapabilities(kubeVersion?: string, more: readonly string[] = []): Capabilities {
  return {...kubeVersionOf(kubeVersion ?? DEFAULT_KUBE_VERSION), apiVersions: [...DEFAULT_API_VERSIONS, ...more]}
}

function kubeVersionOf(text: string): Omit<Capabilities, 'apiVersions'> {
  try {
    const {major, minor} = parseVersion(text.replace(/^v/, ''))
    return {
      version: normalized(text),
      gitVersion: text.startsWith('v') ? text : `v${text}`,
      major: String(major),
      minor: String(minor),
    }
  } catch (error) {
    throw new FluxError('bad-version', `invalid kube version '${text}': could not parse ${goQuote(text)} as version`, {
      hints: ['a version of Kubernetes is written as 1.33.0'],
      cause: error,
    })
  }
}

/** The numbers that were given and no more: `v1.30` stays, as with Helm 4. */
function normalized(text: string): string {
  const [, numbers = ''] = /^v?(\d+(?:\.\d+)*)/.exec(text) ?? []
  const parts = numbers.split('.').map(BigInt)
  if (parts.length < 2) throw new FluxError('bad-version', `illegal version string ${goQuote(text)}`)
  return `v${parts.join('.')}`
}

const KUBE_VERSION: GoType = {
  name: 'common.KubeVersion',
  kind: 'struct',
  fields: ['Version', 'normalizedVersion', 'Major', 'Minor'],
  methods: {
    String: ['', (self: Boxed) => (self.value as JsonObject).normalizedVersion],
    GitVersion: ['', (self: Boxed) => (self.value as JsonObject).Version],
  },
  pointerText: (value: JsonObject) => String(value.normalizedVersion),
}

const VERSION_SET: GoType = {
  ...sliceOf(STRING),
  name: 'common.VersionSet',
  named: true,
  methods: {Has: ['string', (self: Boxed, name: string) => (self.value as string[]).includes(name)]},
}
const BUILD_INFO: GoType = {
  name: 'version.BuildInfo',
  kind: 'struct',
  fields: ['Version', 'GitCommit', 'GitTreeState', 'GoVersion', 'KubeClientVersion'],
  json: () => JSON.stringify({version: HELM.version, go_version: HELM.goVersion, kube_client_version: HELM.kubeClientVersion}),
}
const CAPABILITIES: GoType = {
  name: 'common.Capabilities',
  kind: 'struct',
  fields: ['KubeVersion', 'APIVersions', 'HelmVersion'],
}

/** `.Capabilities` */
export function capabilitiesValue({version, gitVersion, major, minor, apiVersions}: Capabilities): Boxed {
  const value = new Boxed(CAPABILITIES, {
    KubeVersion: new Boxed(KUBE_VERSION, {Version: gitVersion, normalizedVersion: version, Major: major, Minor: minor}),
    APIVersions: new Boxed(VERSION_SET, apiVersions),
    HelmVersion: new Boxed(BUILD_INFO, {
      ...{Version: HELM.version, GitCommit: '', GitTreeState: '', GoVersion: HELM.goVersion},
      KubeClientVersion: HELM.kubeClientVersion,
    }),
  })
  return new Boxed(pointerTo(CAPABILITIES), value)
}

export const LABELS: GoType = mapOf(STRING)
