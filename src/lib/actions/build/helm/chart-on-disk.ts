import {FluxError} from '../../../errors/flux-error.js'
import type {DiskFs} from '../../../ports/files.js'

/**
 * The real path of a chart that is given by its own; what cannot be a chart is told at once, in Helm's words.
 * @param path as typed
 * @throws FluxError `no-chart`, `bad-chart`
 */
export async function chartOnDisk(fs: DiskFs, absolute: string, path: string): Promise<string> {
  const place = await fs.realpath(absolute)
  if (place === undefined) throw new FluxError('no-chart', `path ${JSON.stringify(path)} not found`)
  if ((await fs.stat(place))?.type === 'file') checkArchive(absolute, await fs.read(place))
  else if ((await fs.stat(`${place}/Chart.yaml`)) === undefined) {
    const file = `${absolute.replace(/\/+$/, '')}/Chart.yaml`
    throw new FluxError('bad-chart', `unable to detect chart at ${file}: open ${file}: no such file or directory`, {
      hints: ['is this the folder of a chart?'],
    })
  }
  return place
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
