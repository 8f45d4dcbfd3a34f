import {createHash} from 'node:crypto'
import type {JsonObject} from '../../../formats/json/value.js'
import {apiVersionOf, type Catalog, type CatalogEntry} from './catalog.js'

/** Kinds that kube-apiserver 1.36 still stores in an older version; clients compare the hash. */
const OLD_STORAGE: Readonly<Record<string, string>> = {
  'apiextensions.k8s.io/customresourcedefinitions': 'v1beta1',
  'admissionregistration.k8s.io/mutatingadmissionpolicies': 'v1beta1',
  'admissionregistration.k8s.io/mutatingadmissionpolicybindings': 'v1beta1',
}

/** Hash of the kind in which objects are stored, as discovery shows it. */
function storageHash(entry: CatalogEntry): string {
  const [group, own] = entry.storedAs.includes('/') ? entry.storedAs.split('/') : ['', entry.storedAs]
  const version = OLD_STORAGE[`${entry.group}/${entry.resource}`] ?? own
  const text = `${group}/${version}/${entry.kind}`
  return createHash('sha256').update(text).digest().subarray(0, 8).toString('base64')
}

/** GET /api */
export function apiVersions(serverAddress: string): JsonObject {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{clientCIDR: '0.0.0.0/0', serverAddress}],
  }
}

/** One group of GET /apis, also GET /apis/GROUP (with kind and apiVersion). */
export function apiGroup(catalog: Catalog, group: string): JsonObject {
  const versions = catalog.versions(group).map((version) => ({groupVersion: apiVersionOf(group, version), version}))
  return {name: group, versions, preferredVersion: versions[0]!}
}

/** GET /apis */
export function apiGroupList(catalog: Catalog): JsonObject {
  const groups = catalog.groupNames().filter((name) => name !== '')
  return {kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map((group) => apiGroup(catalog, group))}
}

/** GET /api/v1 and GET /apis/GROUP/VERSION */
export function apiResourceList(catalog: Catalog, group: string, version: string): JsonObject {
  return {
    kind: 'APIResourceList',
    ...(group === '' ? {} : {apiVersion: 'v1'}),
    groupVersion: apiVersionOf(group, version),
    resources: catalog.resources(group, version).flatMap(resourceRows),
  }
}

function resourceRows(entry: CatalogEntry): JsonObject[] {
  const main: JsonObject = {
    name: entry.resource,
    singularName: entry.singular,
    namespaced: entry.namespaced,
    kind: entry.kind,
    verbs: [...entry.verbs],
    ...(entry.shortNames.length > 0 ? {shortNames: [...entry.shortNames]} : {}),
    ...(entry.categories.length > 0 ? {categories: [...entry.categories]} : {}),
    ...(entry.virtual ? {} : {storageVersionHash: storageHash(entry)}),
  }
  return [
    main,
    ...entry.details.map((sub) => ({
      name: `${entry.resource}/${sub.name}`,
      singularName: '',
      namespaced: entry.namespaced,
      ...(sub.group === entry.group && sub.version === entry.version ? {} : {group: sub.group, version: sub.version}),
      kind: sub.kind,
      verbs: [...sub.verbs],
    })),
  ]
}

/** GET /api or /apis as apidiscovery.k8s.io/v2 (aggregated discovery). */
export function aggregated(catalog: Catalog, core: boolean, apiVersion: string): JsonObject {
  const groups = catalog.groupNames().filter((name) => (name === '') === core)
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion,
    metadata: {},
    items: groups.map((group) => ({
      metadata: group === '' ? {} : {name: group},
      versions: catalog.versions(group).map((version) => ({
        version,
        resources: catalog.resources(group, version).map(aggregatedResource),
        freshness: 'Current',
      })),
    })),
  }
}

function aggregatedResource(entry: CatalogEntry): JsonObject {
  const kindOf = (kind: {group: string; version: string; kind: string}): JsonObject => {
    const own = !entry.crd && kind.group === entry.group && kind.version === entry.version
    return own ? {group: '', version: '', kind: kind.kind} : {group: kind.group, version: kind.version, kind: kind.kind}
  }
  return {
    resource: entry.resource,
    responseKind: kindOf(entry),
    scope: entry.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: entry.singular,
    verbs: [...entry.verbs],
    ...(entry.shortNames.length > 0 ? {shortNames: [...entry.shortNames]} : {}),
    ...(entry.categories.length > 0 ? {categories: [...entry.categories]} : {}),
    ...(entry.details.length > 0
      ? {
          subresources: entry.details.map((sub) => ({
            subresource: sub.name,
            responseKind: kindOf(sub),
            verbs: [...sub.verbs],
          })),
        }
      : {}),
  }
}
