import {goFloat} from '../../../errors/go-float.js'

/** A number as the key of a map: to sigs.k8s.io/yaml it is a float of 32 bits, in the fewest digits. */
export function float32Text(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf'
  const rounded = Math.fround(value)
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(rounded.toPrecision(digits))
    if (Math.fround(short) === rounded) return goFloat(short)
  }
  return goFloat(Number(rounded.toPrecision(9)))
}
