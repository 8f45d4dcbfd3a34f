import {parseQuantity} from '../../../../formats/quantity/quantity.js'

/** A quantity as Go's Value(): whole, rounded up. */
export function wholeOf(amount: string): number {
  return Math.ceil(Number(parseQuantity(amount).nanos) / 1e9)
}
