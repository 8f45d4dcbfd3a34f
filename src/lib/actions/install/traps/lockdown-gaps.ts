import {controllerFlags, isOn} from './controller-flags.js'
import type {Trap} from './trap.js'

/** Lockdown flags, and the controllers that have them. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  'no-cross-namespace-refs': [
    ...['kustomize-controller', 'helm-controller', 'notification-controller'],
    ...['image-reflector-controller', 'image-automation-controller'],
  ],
  'default-service-account': ['kustomize-controller', 'helm-controller'],
}

/** A lockdown that some controllers have and others miss: the target of a patch does not match them. */
export const lockdownGaps: Trap = (_, {controllers}) =>
  Object.entries(FLAGS).flatMap(([flag, names]) => {
    const able = controllers.filter(({metadata}) => names.includes(metadata.name!))
    const has = (value: string | undefined) => (flag === 'default-service-account' ? Boolean(value) : isOn(value))
    const open = able.filter((controller) => !has(controllerFlags(controller).get(flag)))
    if (open.length === 0 || open.length === able.length) return []
    const listed = open.map(({metadata}) => metadata.name).join(', ')
    return [
      `the lockdown has a gap: ${listed} without --${flag}, which other controllers have; does the patch's target match every controller?`,
    ]
  })
