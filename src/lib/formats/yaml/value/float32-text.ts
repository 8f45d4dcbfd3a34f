import {goFloat32} from '../../../errors/go-float.js'

const NOT_FINITE: Readonly<Record<string, string>> = {'+Inf': '.inf', '-Inf': '-.inf', NaN: '.nan'}

/** A number as the key of a map: to sigs.k8s.io/yaml it is a float of 32 bits, in the fewest digits. */
export function float32Text(value: number): string {
  const text = goFloat32(value)
  return NOT_FINITE[text] ?? text
}
