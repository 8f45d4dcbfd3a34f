/**
 * Whether an IP address is the one that `entry` names, or in its range (`10.0.0.0/8`, `fd00::/8`). False where either is
 * none: names are compared by those who know them.
 */
export function inIpRange(address: string, entry: string): boolean {
  const [start = '', length] = entry.split('/')
  const [own, first] = [ipBits(address), ipBits(start)]
  if (own === undefined || first === undefined || own.length !== first.length) return false
  const count = length === undefined ? own.length : /^\d+$/.test(length) ? Number(length) : Number.NaN
  return count <= own.length && own.slice(0, count) === first.slice(0, count)
}

/** The bits of an address as text: 32 or 128 of them. */
function ipBits(text: string): string | undefined {
  if (/^\d+(\.\d+){3}$/.test(text)) {
    const bytes = text.split('.').map(Number)
    return bytes.some((byte) => byte > 255) ? undefined : bits(bytes, 8)
  }
  if (!/^[0-9a-f:]*:[0-9a-f:]*$/i.test(text)) return undefined
  const halves = text.split('::').map((half) => half.split(':').filter((group) => group !== ''))
  const [head = [], tail = []] = halves
  const gap = 8 - head.length - tail.length
  if (halves.length > 2 || (halves.length === 1 ? gap !== 0 : gap < 1)) return undefined
  return bits(
    [...head, ...Array<string>(gap).fill('0'), ...tail].map((group) => Number.parseInt(group, 16)),
    16,
  )
}

const bits = (numbers: readonly number[], width: number) =>
  numbers.map((number) => number.toString(2).padStart(width, '0')).join('')
