import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

/** What is added to the structure of Flux 2.9.5, as paths into its CRD, from what is published of later releases. */
const BEYOND: Readonly<Record<string, (reference: Crd) => void>> = {
  // 2.10 serves both kinds as v1 beside v1beta3
  'notification.toolkit.fluxcd.io_alerts.json': ({spec}) => spec.versions.push(asV1(spec.versions[0]!)),
  'notification.toolkit.fluxcd.io_providers.json': ({spec}) => {
    const v1 = asV1(spec.versions[0]!)
    // a provider type of 2.10
    propertyOf(v1, 'spec.type')['enum'] = [...(propertyOf(v1, 'spec.type')['enum'] as string[]), 'mastodon']
    spec.versions.push(v1)
  },
  // 2.9.6 refuses refspecs that force or delete
  'image.toolkit.fluxcd.io_imageupdateautomations.json': ({spec}) => {
    propertyOf(spec.versions[0]!, 'spec.git.push.refspec')['pattern'] = '^$|^[^+:]'
  },
}

interface Version {
  readonly name: string
  readonly schema: {readonly openAPIV3Schema: Record<string, unknown>}
}

export interface Crd {
  readonly metadata: {annotations?: Record<string, string>}
  readonly spec: {readonly versions: Version[]}
}

const asV1 = (version: Version): Version => ({...structuredClone(version), name: 'v1', storage: false}) as Version

function propertyOf(version: Version, path: string): Record<string, unknown> {
  let node = version.schema.openAPIV3Schema
  for (const key of path.split('.')) node = (node['properties'] as Record<string, Record<string, unknown>>)[key]!
  return node
}

/** One CRD of Flux 2.9.5 without descriptions, with what is added to it here. `folder` is test/fixtures/reference-crds. */
export function referenceCrd(folder: string, file: string): Crd {
  const crd = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Crd
  if (Object.keys(crd.metadata.annotations ?? {}).length === 0) delete crd.metadata.annotations
  BEYOND[file]?.(crd)
  return crd
}

/** All of them. ArtifactGenerator's is written from the published facts about it: the reference has no file. */
export function referenceCrds(folder: string): Crd[] {
  return readdirSync(folder).map((file) => referenceCrd(folder, file))
}
