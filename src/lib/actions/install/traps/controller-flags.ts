import type {KubeObject} from '../../../ports/kube.js'
import {containersOf} from '../images.js'

/** The flags of a controller's container as the controller reads them: the last one wins. */
export function controllerFlags(deployment: KubeObject): ReadonlyMap<string, string> {
  const args = containersOf(deployment).find(({name}) => name === 'manager')?.['args']
  const flags = new Map<string, string>()
  for (const arg of Array.isArray(args) ? args : []) {
    const match = /^--?([A-Za-z0-9-]+)(?:=(.*))?$/s.exec(String(arg))
    if (match) flags.set(match[1]!, match[2] ?? 'true')
  }
  return flags
}

/** True for what Go's flag package takes as yes. */
export function isOn(value: string | undefined): boolean {
  return ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(value ?? '')
}
