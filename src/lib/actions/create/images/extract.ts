import {FluxError} from '../../../errors/flux-error.js'

/**
 * Checks a replacement pattern (`$name`, `${name}`, `$$`) against the named groups of the expression it belongs to;
 * numbers are not checked.
 * @throws FluxError in flux's words
 */
export function checkExtract(template: string, groups: readonly string[]): void {
  const pieces = template.matchAll(/\$\$|\$(?:\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))?/gu)
  for (const [piece, braced, bare] of pieces) {
    if (piece === '$$') continue
    const name = braced ?? bare
    if (name === undefined) throw new FluxError('usage', '--filter-extract is malformed')
    // Go takes no number with a leading zero, nor a very long one
    if (/^(0|[1-9]\d{0,8})$/.test(name) || groups.includes(name)) continue
    throw new FluxError('usage', `capture group $${name} used in --filter-extract not found in --filter-regex`)
  }
}
