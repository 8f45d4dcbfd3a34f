import type {JsonValue} from '../../formats/json/value.js'
import {printYaml} from '../../formats/yaml/print.js'
import type {KubeObject} from '../../ports/kube.js'
import type {Out} from '../../ports/observe.js'

/** Prints objects as `flux create --export` does: a separator in front of each, one line end after it; refuses control characters. */
export async function exportObjects(out: Out, objects: readonly KubeObject[]): Promise<void> {
  for (const object of objects) await out.data(`---\n${printYaml(object as JsonValue, {strict: true}).trim()}\n`)
}
