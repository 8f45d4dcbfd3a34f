const BLOCK = 512
const NAME = 100
const PREFIX = 155
const encoder = new TextEncoder()

export interface TarEntry {
  readonly name: string
  readonly type: 'file' | 'directory'
  readonly mode: number
  readonly size: number
}

/**
 * The header blocks of one entry as Go's archive/tar writes them: USTAR where the name fits, else a PAX record with
 * the path before it (source-controller 6.3).
 */
export function tarHeader(entry: TarEntry): Uint8Array {
  const bytes = encoder.encode(entry.name)
  const ascii = bytes.length === entry.name.length && !entry.name.includes('\0')
  if (ascii && bytes.length <= NAME) return ustar(entry, entry.name, '')
  const split = ascii ? splitName(entry.name) : undefined
  if (split) return ustar(entry, split.name, split.prefix)
  const record = paxRecord('path', entry.name)
  const pax = paxHeader(entry.name, record.length)
  const own = ustar(entry, toAscii(entry.name).slice(0, NAME), '')
  const body = new Uint8Array(padded(record.length))
  body.set(record)
  return Buffer.concat([pax, body, own])
}

/** Length rounded up to whole blocks. */
export function padded(length: number): number {
  return Math.ceil(length / BLOCK) * BLOCK
}

function splitName(name: string): {name: string; prefix: string} | undefined {
  const slash = name.lastIndexOf('/', Math.min(name.length - 1, PREFIX))
  const rest = name.length - slash - 1
  if (slash <= 0 || rest > NAME || rest === 0) return undefined
  return {prefix: name.slice(0, slash), name: name.slice(slash + 1)}
}

function ustar(entry: TarEntry, name: string, prefix: string): Uint8Array {
  const block = new Uint8Array(BLOCK)
  text(block, 0, name)
  octal(block, 100, 8, entry.mode)
  octal(block, 108, 8, 0)
  octal(block, 116, 8, 0)
  octal(block, 124, 12, entry.size)
  octal(block, 136, 12, 0)
  text(block, 156, entry.type === 'directory' ? '5' : '0')
  octal(block, 329, 8, 0)
  octal(block, 337, 8, 0)
  text(block, 345, prefix)
  return sealed(block)
}

function paxHeader(name: string, size: number): Uint8Array {
  const block = new Uint8Array(BLOCK)
  const slash = name.lastIndexOf('/')
  const full = `${name.slice(0, slash + 1)}PaxHeaders.0/${name.slice(slash + 1)}`
  text(block, 0, toAscii(full).slice(0, NAME).replace(/\/+$/, ''))
  octal(block, 100, 8, 0)
  octal(block, 108, 8, 0)
  octal(block, 116, 8, 0)
  octal(block, 124, 12, size)
  octal(block, 136, 12, 0)
  text(block, 156, 'x')
  return sealed(block)
}

/** `LENGTH key=value\n`, where the length counts itself. */
function paxRecord(key: string, value: string): Uint8Array {
  const body = encoder.encode(` ${key}=${value}\n`)
  let length = body.length + String(body.length).length
  length = body.length + String(length).length
  return Buffer.concat([encoder.encode(String(length)), body])
}

function sealed(block: Uint8Array): Uint8Array {
  text(block, 257, 'ustar\u000000')
  let sum = 8 * 32
  for (const byte of block) sum += byte
  octal(block, 148, 7, sum)
  block[155] = 32
  return block
}

function text(block: Uint8Array, at: number, value: string): void {
  for (let index = 0; index < value.length; index++) block[at + index] = value.charCodeAt(index)
}

function octal(block: Uint8Array, at: number, width: number, value: number): void {
  text(block, at, value.toString(8).padStart(width - 1, '0'))
}

function toAscii(name: string): string {
  return [...name].filter((char) => char > '\0' && char < '\u0080').join('')
}
