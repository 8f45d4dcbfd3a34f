import type {KustomizeError} from '../error.js'
import {atLine} from './factory.js'
import type {Resource} from './resource.js'

/** Two objects have one id: says where both were read. */
export function doubled(second: Resource, first: Resource): KustomizeError {
  const {source} = first
  const place = source === undefined || source.file === '' ? undefined : `${source.file}:${source.line}`
  const hints = place === undefined ? [] : [`The first one is at ${place}.`]
  const fault = atLine(`may not add resource with an already registered id: ${second.curId}`, second, hints)
  if (second.source !== undefined && second.source.file !== '') fault.place = `${second.source.file}:${second.source.line}`
  return fault
}
