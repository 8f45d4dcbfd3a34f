import type {JsonObject, JsonValue} from '../formats/json/value.js'
import type {KubeObject} from '../ports/kube.js'
import {INSTALLATION_JSON} from './installation.gen.js'

type Labels = Readonly<Record<string, string>>

interface Facts {
  readonly rbac: readonly KubeObject[]
  readonly containers: Readonly<
    Record<
      string,
      {readonly version: string; readonly args: readonly string[]; readonly ports: JsonValue; readonly env: JsonValue}
    >
  >
}

const facts = (): Facts => JSON.parse(INSTALLATION_JSON) as Facts

/** The cluster-wide rights of an installation (cli reference 14.2 and 14.3), as `manifests/rbac` has them; names end in the namespace. */
export function accessObjects(namespace: string, labels: Labels): KubeObject[] {
  const {rbac} = facts()
  const own = new Set(rbac.map(({kind, metadata}) => `${kind}/${metadata.name}`))
  return rbac.map((object) => {
    const {metadata, roleRef, subjects} = object as KubeObject & {roleRef?: {kind: string; name: string}; subjects?: JsonObject[]}
    return {
      ...object,
      metadata: {...metadata, name: `${metadata.name}-${namespace}`, labels: {...labels, ...metadata.labels}},
      ...(roleRef && own.has(`${roleRef.kind}/${roleRef.name}`)
        ? {roleRef: {...roleRef, name: `${roleRef.name}-${namespace}`}}
        : {}),
      ...(subjects ? {subjects: subjects.map((subject) => ({...subject, namespace}))} : {}),
    }
  })
}

/** What the container of a controller is given, where no notification-controller takes events. */
export function containerFacts(controller: string): JsonObject {
  const known = facts().containers[controller]
  if (!known) throw new Error(`${controller} is no controller of Flux`)
  const {args, ports, env} = known
  return {args: args.map((arg) => arg.replace(/^(--events-addr=).*/, '$1')), ports, env}
}

/** The version of a controller in the release of this package's manifests, with `v`; undefined when it is none of Flux's. */
export function controllerVersion(controller: string): string | undefined {
  return facts().containers[controller]?.version
}
