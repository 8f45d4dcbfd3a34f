import type {Go} from '../../../../schema/builtin/go.gen.js'
import {cidrWarnings, ipWarnings} from './address-warnings.js'

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by'
const controllers = ['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io']

export function sliceWarnings({metadata, addressType, endpoints}: Go['EndpointSlice'], old?: Go['EndpointSlice']): string[] {
  const warnings = !old && addressType === 'FQDN' ? ['spec.addressType: FQDN endpoints are deprecated'] : []
  if (controllers.includes(metadata.labels?.[MANAGED_BY] ?? '')) return warnings
  const odd = (endpoints ?? []).flatMap(({addresses}, at) =>
    (addresses ?? []).flatMap((address, index) => ipWarnings(`endpoints[${at}].addresses[${index}]`, address)),
  )
  return [...warnings, ...odd]
}

export function endpointsWarnings({metadata, subsets}: Go['Endpoints']): string[] {
  if (metadata.labels?.['endpoints.kubernetes.io/managed-by'] === 'endpoint-controller') return []
  return (subsets ?? []).flatMap((subset, at) =>
    (['addresses', 'notReadyAddresses'] as const).flatMap((field) =>
      (subset[field] ?? []).flatMap(({ip}, index) => ipWarnings(`subsets[${at}].${field}[${index}].ip`, ip)),
    ),
  )
}

export function networkPolicyWarnings({spec}: Go['NetworkPolicy']): string[] {
  const peers = (list: readonly Go['NetworkPolicyPeer'][] | undefined, path: string) =>
    (list ?? []).flatMap(({ipBlock}, at) => {
      if (!ipBlock) return []
      const except = ipBlock.except ?? []
      return [
        ...cidrWarnings(`${path}[${at}].ipBlock.cidr`, ipBlock.cidr),
        ...except.flatMap((one, index) => cidrWarnings(`${path}[${at}].ipBlock.except[${index}]`, one)),
      ]
    })
  return [
    ...(spec.ingress ?? []).flatMap(({from}, at) => peers(from, `spec.ingress[${at}].from`)),
    ...(spec.egress ?? []).flatMap(({to}, at) => peers(to, `spec.egress[${at}].to`)),
  ]
}

export function nodeWarnings({spec}: Go['Node']): string[] {
  return [
    ...(spec.configSource ? ['spec.configSource: the feature is removed'] : []),
    ...(spec.externalID ? ['spec.externalID: this field is deprecated, and is unused by Kubernetes'] : []),
    ...(spec.podCIDRs ?? []).flatMap((cidr, at) => cidrWarnings(`spec.podCIDRs[${at}]`, cidr)),
  ]
}
