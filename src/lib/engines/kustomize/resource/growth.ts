import {LimitExceeded} from '../../../errors/flux-error.js'
import type {Node} from '../node/node.js'

/** Values that the aliases of one document, the copies of one JSON patch or one replacement may stand for. */
export const MAX_COPIES = 1_000_000

/** Of one text. */
const MAX_PARTS = 10_000_000

/**
 * Told of what the steps of a build add to what was read: keys and values, and characters of texts that are put together anew.
 * Copies of copies double: it throws LimitExceeded before they fill the memory. Negative numbers take back.
 */
export type Grow = (values: number, characters?: number) => void

/** Keys and values, itself included. */
export function countNodes(node: Node | undefined): number {
  if (node === undefined) return 0
  let count = 1
  for (const child of node.content) count += countNodes(child)
  return count
}

/** @throws LimitExceeded when so many values are no copy that anybody wants */
export function demandFew(copied: number): void {
  if (copied > MAX_COPIES) throw new LimitExceeded(`more than ${MAX_COPIES} values are copied`)
}

/** The parts of a text. @throws LimitExceeded when a list of V8 cannot hold them */
export function partsOf(text: string, delimiter: string): string[] {
  if (text.length > MAX_COPIES) {
    let count = 0
    for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + delimiter.length)) count++
    if (count > MAX_PARTS) throw new LimitExceeded(`a text is taken apart into more than ${MAX_PARTS} parts`)
  }
  return text.split(delimiter)
}
