import {FluxError} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import type {JsonObject} from '../../../formats/json/value.js'
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
 * @throws FluxError `bad-version` when `kubeVersion` is none; an empty one is as good as none given
 */
export function offlineCapabilities(kubeVersion?: string, more: readonly string[] = []): Capabilities {
  return {...kubeVersionOf(kubeVersion || DEFAULT_KUBE_VERSION), apiVersions: [...DEFAULT_API_VERSIONS, ...more]}
}

/** Two numbers or more, and whatever else: `v1.30` stays without a third one, as with Helm 4. */
function kubeVersionOf(text: string): Omit<Capabilities, 'apiVersions'> {
  const [, numbers] = /^[ \t\n\f\r]*v?(\d+(?:\.\d+)*)[^\n]*$/.exec(text) ?? []
  if (numbers === undefined) throw badVersion(text, `could not parse ${goQuote(text)} as version`)
  const parts = numbers.split('.')
  if (parts.length < 2) throw badVersion(text, `illegal version string ${goQuote(text)}`)
  if (/^0./.test(parts[0]!)) {
    throw badVersion(text, `illegal zero-prefixed version component ${goQuote(parts[0]!)} in ${goQuote(text)}`)
  }
  const large = parts.find((part) => BigInt(part) >= 2n ** 64n)
  if (large !== undefined) {
    const why = `strconv.ParseUint: parsing ${goQuote(large)}: value out of range`
    throw badVersion(text, `illegal non-numeric version component ${goQuote(large)} in ${goQuote(text)}: ${why}`)
  }
  const [major, minor] = parts.map((part) => String(BigInt(part)))
  return {
    version: `v${parts.map((part) => String(BigInt(part))).join('.')}`,
    gitVersion: text.startsWith('v') ? text : `v${text}`,
    major: major!,
    minor: minor!,
  }
}

function badVersion(text: string, why: string): FluxError {
  return new FluxError('bad-version', `invalid kube version '${text}': ${why}`, {
    hints: ['a version of Kubernetes is written as 1.33.0'],
  })
}

const COPIED_VERSION: GoType = {
  name: 'common.KubeVersion',
  kind: 'struct',
  fields: ['Version', 'normalizedVersion', 'Major', 'Minor'],
  hidden: ['normalizedVersion'],
}
const KUBE_VERSION: GoType = {
  ...COPIED_VERSION,
  copied: COPIED_VERSION,
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
  hidden: [],
  fields: ['KubeVersion', 'APIVersions', 'HelmVersion'],
  methods: {Copy: ['', (self: Boxed) => self]},
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
