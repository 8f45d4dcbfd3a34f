import {resolve} from 'node:path'
import {FluxError} from '../../../errors/flux-error.js'
import type {DiskFs} from '../../../ports/files.js'

/**
 * The real path of a chart that is given by its own; what cannot be a chart is told at once, in Helm's words.
 * @param path as typed
 * @throws FluxError `no-chart`, `bad-chart`
 */
export async function chartOnDisk(fs: DiskFs, absolute: string, path: string): Promise<string> {
  const place = path.trim() === '' ? undefined : await fs.realpath(absolute)
  if (place === undefined) {
    const {noChartAt} = await import('./no-chart-at.js')
    throw noChartAt(path)
  }
  if ((await fs.stat(place))?.type === 'file') {
    checkArchive(resolve(absolute), await fs.read(place))
    return place
  }
  const type = (await fs.stat(`${place}/Chart.yaml`))?.type
  const doing = type === undefined ? 'open' : type === 'directory' ? 'read' : undefined
  if (doing === undefined) return place
  const file = resolve(absolute, 'Chart.yaml')
  const reason = doing === 'open' ? 'no such file or directory' : 'is a directory'
  throw new FluxError('bad-chart', `unable to detect chart at ${file}: ${doing} ${file}: ${reason}`, {
    hints: ['is this the folder of a chart?'],
  })
}

function checkArchive(file: string, data: Uint8Array): void {
  if (data[0] === 0x1f && data[1] === 0x8b) return
  if (/\.ya?ml$/.test(file)) {
    throw new FluxError('bad-chart', `file '${file}' seems to be a YAML file, but expected a gzipped archive`)
  }
  throw new FluxError('bad-chart', `file '${file}' does not appear to be a gzipped archive; got '${contentType(data)}'`)
}

const HEAD = 512

/** As Go's http.DetectContentType sees the first bytes, of which a short file has too few to be a text. */
function contentType(data: Uint8Array): string {
  const starts = (bytes: number[]) => bytes.every((byte, i) => data[i] === byte)
  if (starts([0x50, 0x4b, 3, 4])) return 'application/zip'
  const isBinary = (byte: number) =>
    byte <= 8 || byte === 0x0b || (byte >= 0x0e && byte <= 0x1a) || (byte >= 0x1c && byte <= 0x1f)
  if (data.length < HEAD || data.subarray(0, HEAD).some(isBinary)) return 'application/octet-stream'
  return 'text/plain; charset=utf-8'
}
