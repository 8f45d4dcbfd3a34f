import type {JsonValue} from '../formats/json/value.js'
import type {KubeObject} from '../ports/kube.js'

export type ObjectFormat = 'json' | 'yaml' | 'name'

/** Objects as kubectl prints them: one alone, several as a List. */
export async function renderObjectsAs(format: ObjectFormat, objects: readonly KubeObject[], single: boolean): Promise<string> {
  if (format === 'name') return renderNames(objects.map(({metadata, ...object}) => ({...object, name: metadata.name})))
  const value: JsonValue =
    single && objects.length === 1
      ? shown(objects[0]!)
      : {apiVersion: 'v1', items: objects.map(shown), kind: 'List', metadata: {resourceVersion: ''}}
  return renderData(format, value)
}

/** One object of a watch: a line of JSON, a YAML document, a name. */
export async function renderChange(format: ObjectFormat, object: KubeObject): Promise<string> {
  if (format === 'name') return renderObjectsAs(format, [object], true)
  if (format === 'yaml') return `---\n${await renderData(format, shown(object))}`
  const {printJson} = await import('../formats/json/print.js')
  return `${printJson(shown(object))}\n`
}

/** Nobody reads who wrote which field. */
function shown(object: KubeObject): JsonValue {
  const {managedFields: _, ...metadata} = object.metadata
  return {...object, metadata} as JsonValue
}

/** Plain data as JSON with an indent of two, or as Kubernetes-style YAML. */
export async function renderData(format: 'json' | 'yaml', value: JsonValue): Promise<string> {
  if (format === 'json') {
    const {printJson} = await import('../formats/json/print.js')
    return `${printJson(value, 2)}\n`
  }
  const {printYaml} = await import('../formats/yaml/print.js')
  return printYaml(value)
}

interface Named {
  readonly apiVersion: string
  readonly kind: string
  readonly name?: string | undefined
}

/** `KIND.GROUP/NAME` of each, a line per object, as kubectl names them. */
export function renderNames(objects: readonly Named[]): string {
  return objects.map((object) => `${resourceOf(object)}/${object.name}\n`).join('')
}

/** `kustomization.kustomize.toolkit.fluxcd.io` */
function resourceOf(object: Named): string {
  const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : ''
  return group ? `${object.kind.toLowerCase()}.${group}` : object.kind.toLowerCase()
}
