import {CelError} from '../../formats/cel/errors.js'
import type {Registry} from '../../formats/cel/registry.js'
import {Opaque} from '../../formats/cel/values.js'
import {compareQuantities, isWholeQuantity, parseQuantity, type Quantity, quantityValue} from '../../formats/quantity/quantity.js'

const TYPE = 'kubernetes.Quantity'
const NANO = 1_000_000_000n

class QuantityValue extends Opaque {
  override readonly typeName = TYPE

  constructor(readonly quantity: Quantity) {
    super()
  }

  override equals(other: Opaque): boolean {
    return other instanceof QuantityValue && compareQuantities(this.quantity, other.quantity) === 0
  }
}

function read(text: string): QuantityValue {
  try {
    return new QuantityValue(parseQuantity(text))
  } catch (error) {
    throw new CelError((error as Error).message)
  }
}

function canRead(text: string): boolean {
  try {
    parseQuantity(text)
    return true
  } catch {
    return false
  }
}

function plus(a: QuantityValue, nanos: bigint): QuantityValue {
  return new QuantityValue({nanos: a.quantity.nanos + nanos, format: a.quantity.format})
}

function asInteger({quantity}: QuantityValue): bigint {
  if (!isWholeQuantity(quantity)) throw new CelError('cannot convert value to integer')
  return quantityValue(quantity)
}

/** Kubernetes' `quantity()` and its methods. */
export function addQuantity(registry: Registry): void {
  const order = (a: QuantityValue, b: QuantityValue) => compareQuantities(a.quantity, b.quantity)
  registry
    .add('quantity', `(string): ${TYPE}`, read)
    .add('isQuantity', '(string): bool', canRead)
    .add('sign', `(${TYPE}): int`, ({quantity}: QuantityValue) => (quantity.nanos > 0n ? 1n : quantity.nanos < 0n ? -1n : 0n))
    .add('isGreaterThan', `${TYPE}.(${TYPE}): bool`, (a: QuantityValue, b: QuantityValue) => order(a, b) > 0)
    .add('isLessThan', `${TYPE}.(${TYPE}): bool`, (a: QuantityValue, b: QuantityValue) => order(a, b) < 0)
    .add('compareTo', `${TYPE}.(${TYPE}): int`, (a: QuantityValue, b: QuantityValue) => BigInt(order(a, b)))
    .add('asApproximateFloat', `${TYPE}.(): double`, ({quantity}: QuantityValue) => Number(quantity.nanos) / 1e9)
    .add('asInteger', `${TYPE}.(): int`, asInteger)
    .add('isInteger', `${TYPE}.(): bool`, ({quantity}: QuantityValue) => isWholeQuantity(quantity))
    .add('add', `${TYPE}.(${TYPE}): ${TYPE}`, (a: QuantityValue, b: QuantityValue) => plus(a, b.quantity.nanos))
    .add('add', `${TYPE}.(int): ${TYPE}`, (a: QuantityValue, b: bigint) => plus(a, b * NANO))
    .add('sub', `${TYPE}.(${TYPE}): ${TYPE}`, (a: QuantityValue, b: QuantityValue) => plus(a, -b.quantity.nanos))
    .add('sub', `${TYPE}.(int): ${TYPE}`, (a: QuantityValue, b: bigint) => plus(a, -b * NANO))
}
