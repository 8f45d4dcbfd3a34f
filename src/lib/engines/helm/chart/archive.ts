import {constants, gunzipSync, inflateRawSync} from 'node:zlib'
import {FluxError, LimitExceeded} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import {tarEntries} from '../../../formats/archive/tar-entries.js'
import {cleanPath} from '../../gotemplate/sprig/other/paths.js'
import type {ChartFile} from './chart.js'

export interface ArchiveLimits {
  /** bytes of all files together, unpacked */
  readonly maxBytes: number
  /** bytes of one file */
  readonly maxFileBytes: number
}

/** Helm's own limits; up to 4.2 one file may have 5 MiB, later ones as much as all (helm-engine reference 1.2). */
export const ARCHIVE_LIMITS: ArchiveLimits = {maxBytes: 100 * 1024 * 1024, maxFileBytes: 100 * 1024 * 1024}
/** room for the headers of many small files */
const HEADERS = 64 * 1024 * 1024
const DRIVE = /^[a-zA-Z]:\//

/**
 * The files of a chart archive without its first folder, whatever that is called (helm-engine reference 1.2).
 * @throws FluxError `bad-chart` for names that lead out of the chart and archives that are none; LimitExceeded
 */
export function unpackChart(archive: Uint8Array, limits: ArchiveLimits = ARCHIVE_LIMITS): ChartFile[] {
  const files: ChartFile[] = []
  let left = limits.maxBytes
  for (const entry of tarEntries(unzipped(archive, limits))) {
    // folders, links and devices are passed over; a link has no content anyway
    if (entry.type === '5' || entry.type === 'x' || entry.type === 'g') continue
    const name = nameInChart(entry.name)
    if (entry.body.length > limits.maxFileBytes) {
      throw new LimitExceeded(
        `decompressed chart file ${JSON.stringify(entry.name)} is larger than the maximum file size ${limits.maxFileBytes}`,
      )
    }
    left -= entry.body.length
    if (left < 0) throw new LimitExceeded(`decompressed chart is larger than the maximum size ${limits.maxBytes}`)
    files.push({name, data: entry.body})
  }
  if (files.length === 0) throw bad('no files in chart archive')
  return files
}

/**
 * What is packed; as Helm reads no further than the end of the tar, wrong sums and what stands behind are no faults.
 */
function unzipped(archive: Uint8Array, {maxBytes}: ArchiveLimits): Uint8Array {
  const options = {maxOutputLength: maxBytes + HEADERS}
  try {
    return gunzipSync(archive, options)
  } catch (error) {
    checkSize(error, maxBytes)
  }
  if (archive.length === 0) throw bad('EOF')
  if (archive[0] !== 0x1f || archive[1] !== 0x8b) throw bad('gzip: invalid header')
  try {
    const text = inflateRawSync(archive.subarray(headerLength(archive)), {...options, finishFlush: constants.Z_SYNC_FLUSH})
    if (hasEnd(text)) return text
  } catch (error) {
    checkSize(error, maxBytes)
    throw bad('gzip: invalid header')
  }
  throw bad('unexpected EOF')
}

function checkSize(error: unknown, maxBytes: number): void {
  if ((error as {code?: string}).code === 'ERR_BUFFER_TOO_LARGE') {
    throw new LimitExceeded(`decompressed chart is larger than the maximum size ${maxBytes}`)
  }
}

/** Bytes before the packed ones (RFC 1952): ten, an extra field, a name, a comment, a sum. */
function headerLength(archive: Uint8Array): number {
  const flags = archive[3] ?? 0
  let at = 10
  if (flags & 4) at += 2 + (archive[at] ?? 0) + 256 * (archive[at + 1] ?? 0)
  for (const flag of [8, 16]) if (flags & flag) at = archive.indexOf(0, at) + 1 || archive.length
  return flags & 2 ? at + 2 : at
}

/** Two empty blocks end a tar. */
function hasEnd(tar: Uint8Array): boolean {
  const whole = tar.length - (tar.length % 512)
  return whole >= 1024 && tar.subarray(whole - 1024, whole).every((byte) => byte === 0)
}

/** A backslash anywhere is what separates folders, as in archives that Windows made: slashes are then part of a folder's name. */
function nameInChart(path: string): string {
  const delimiter = path.includes('\\') ? '\\' : '/'
  const [base = '', ...rest] = path.split(delimiter)
  const name = rest.join('/')
  if (name.startsWith('/')) throw bad('chart illegally contains absolute paths')
  const clean = cleanPath(name)
  if (clean === '.') {
    throw bad(`chart illegally contains content outside the base directory: ${goQuote(path)}`)
  }
  if (clean.startsWith('..')) throw bad('chart illegally references parent directory')
  if (DRIVE.test(clean)) throw bad('chart contains illegally named files')
  if (base === 'Chart.yaml') throw bad('chart yaml not in base directory')
  return clean
}

function bad(message: string): FluxError {
  return new FluxError('bad-chart', message)
}
