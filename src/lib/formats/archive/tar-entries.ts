import {FluxError} from '../../errors/flux-error.js'
import {padded} from './tar-header.js'

/** One entry of a tar archive. */
export interface TarEntry {
  readonly name: string
  readonly type: string
  readonly mode: number
  readonly body: Uint8Array
}

/**
 * The entries of an unpacked tar, PAX and GNU long names resolved, global PAX headers left out; bodies are views on
 * `bytes`.
 * @throws FluxError `bad-archive`
 */
export function* tarEntries(bytes: Uint8Array): Generator<TarEntry> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  let pax: Map<string, string> | undefined
  let longName: string | undefined
  while (at + 512 <= view.length) {
    const header = view.subarray(at, at + 512)
    if (header.every((byte) => byte === 0)) return
    checkSum(header)
    const type = String.fromCharCode(header[156]!)
    const size = pax?.has('size') ? Number(pax.get('size')) : number(header, 124, 12)
    if (!Number.isSafeInteger(size) || size < 0) throw bad('archive/tar: invalid tar header')
    const start = at + 512
    if (start + size > view.length) throw bad('unexpected EOF')
    const body = view.subarray(start, start + size)
    at = start + padded(size)
    if (type === 'x') pax = paxRecords(body)
    else if (type === 'L') longName = cString(body, 0, body.length)
    else if (type !== 'g' && type !== 'K') {
      yield {name: longName ?? pax?.get('path') ?? headerName(header), type, mode: number(header, 100, 8) & 0o777, body}
      pax = undefined
      longName = undefined
    }
  }
}

function headerName(header: Buffer): string {
  const name = cString(header, 0, 100)
  const prefix = header.toString('latin1', 257, 263) === 'ustar\0' ? cString(header, 345, 155) : ''
  return prefix === '' ? name : `${prefix}/${name}`
}

function checkSum(header: Buffer): void {
  let sum = 8 * 32
  for (let index = 0; index < 512; index++) if (index < 148 || index >= 156) sum += header[index]!
  if (sum !== number(header, 148, 8)) throw bad('archive/tar: invalid tar header')
}

function paxRecords(body: Buffer): Map<string, string> {
  const records = new Map<string, string>()
  let at = 0
  while (at < body.length) {
    const blank = body.indexOf(32, at)
    const length = Number(body.toString('latin1', at, blank))
    if (blank < 0 || !Number.isInteger(length) || length <= 0 || at + length > body.length)
      throw bad('archive/tar: invalid tar header')
    const [key = '', ...value] = body.toString('utf8', blank + 1, at + length - 1).split('=')
    records.set(key, value.join('='))
    at += length
  }
  return records
}

function cString(bytes: Buffer, at: number, length: number): string {
  const end = bytes.indexOf(0, at)
  return bytes.toString('utf8', at, end < 0 || end > at + length ? at + length : end)
}

/** Octal text, or base 256 when the top bit is set. */
function number(header: Buffer, at: number, length: number): number {
  if ((header[at]! & 0x80) !== 0) {
    let value = 0
    for (let index = at + 1; index < at + length; index++) value = value * 256 + header[index]!
    return value
  }
  const digits = cString(header, at, length).trim()
  return digits === '' ? 0 : Number.parseInt(digits, 8)
}

export function bad(message: string): FluxError {
  return new FluxError('bad-archive', message)
}
