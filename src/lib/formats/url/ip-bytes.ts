/** The bytes of an IP address: 4, also of an IPv4 address in the form of IPv6, or 16. Undefined for what is none. */
export function ipBytes(text: string): number[] | undefined {
  if (/^\d+(\.\d+){3}$/.test(text)) {
    const bytes = text.split('.').map(Number)
    return bytes.some((byte) => byte > 255) ? undefined : bytes
  }
  if (!/^[0-9a-f:]*:[0-9a-f:]*(\d+(\.\d+){3})?$/i.test(text)) return undefined
  const bytes = sixteen(text)
  const isMapped = bytes?.slice(0, 12).every((byte, index) => byte === (index < 10 ? 0 : 255))
  return isMapped ? bytes?.slice(12) : bytes
}

function sixteen(text: string): number[] | undefined {
  const [, head = '', dotted] = /^(.*:)(\d+(?:\.\d+){3})$/.exec(text) ?? [undefined, text]
  const last = dotted === undefined ? [] : ipBytes(dotted)
  if (last === undefined) return undefined
  const halves = head.split('::').map((half) => half.split(':').filter((group) => group !== ''))
  const [start = [], end = []] = halves
  const gap = 8 - last.length / 2 - start.length - end.length
  if (halves.length > 2 || (halves.length === 1 ? gap !== 0 : gap < 1)) return undefined
  const groups = [...start, ...Array<string>(gap).fill('0'), ...end].map((group) => Number.parseInt(group, 16))
  return [...groups.flatMap((group) => [group >> 8, group & 0xff]), ...last]
}
