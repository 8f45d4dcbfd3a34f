import {printYaml} from '../../formats/yaml/print.js'
import type {KubeObject} from '../../ports/kube.js'

/** Fields that the server keeps for itself. */
const SERVER = ['managedFields', 'resourceVersion', 'uid', 'generation', 'creationTimestamp', 'selfLink']

/** An object as somebody would write it; `''` for none. */
export function cleanYaml(object: KubeObject | undefined): string {
  if (!object) return ''
  const {status: _, metadata, ...rest} = object
  const kept = Object.fromEntries(Object.entries(metadata).filter(([key]) => !SERVER.includes(key)))
  return printYaml({...rest, metadata: kept})
}
