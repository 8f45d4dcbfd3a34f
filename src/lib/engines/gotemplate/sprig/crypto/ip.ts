/** The bytes of an address, 4 or 16; undefined for what is none. */
export function addressBytes(text: string): Uint8Array | undefined {
  if (!text.includes(':')) return v4(text)
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  if (!dotted) return v6(text)
  const tail = v4(dotted[2]!)
  if (!tail) return undefined
  const groups = [0, 2].map((at) => ((tail[at]! << 8) | tail[at + 1]!).toString(16))
  return v6(dotted[1]! + groups.join(':'))
}

function v4(text: string): Uint8Array | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return undefined
  return Uint8Array.from(parts, Number)
}

function v6(text: string): Uint8Array | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - left.length - right.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const groups = [...left, ...Array.from({length: halves.length === 2 ? missing : 0}, () => '0'), ...right]
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined
  return Uint8Array.from(groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]))
}
