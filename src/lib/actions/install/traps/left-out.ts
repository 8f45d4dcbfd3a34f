import {isNative, leftOutObjects, leftOutTexts} from '../left-out.js'
import type {Trap} from './trap.js'

/** Controllers of this project that do not reconcile all kinds of the controller that they stand for. */
export const leftOut: Trap = async (ctx, {controllers}) => {
  const native = controllers.filter(isNative).map(({metadata}) => metadata.name!)
  if (native.length === 0) return []
  const objects = await leftOutObjects(ctx, native)
  return [...(await leftOutTexts(native)), ...(objects ? [objects] : [])]
}
