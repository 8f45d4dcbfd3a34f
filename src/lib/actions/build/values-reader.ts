import {FluxError, messageOf} from '../../errors/flux-error.js'
import {goFileText} from '../../errors/go-file.js'
import {yamlText} from '../../formats/yaml/reader.js'
import type {DiskFs} from '../../ports/files.js'
import type {Http} from '../../ports/http.js'
import type {Input} from '../../ports/observe.js'

export interface ValuesPlaces {
  readonly fs: DiskFs
  readonly cwd: string
  /** what `-` stands for; absent: nothing is piped in */
  readonly input?: Input | undefined
  /** the way to files with an address, opened when one is asked for; absent: none is fetched */
  readonly http?: (() => Promise<Http>) | undefined
  readonly signal?: AbortSignal | undefined
}

const MAX_BYTES = 100 * 1024 * 1024

/**
 * Reads what `--values` and `--set-file` name: a file, `-`, or an address of http(s); each name once; the standard input is empty when it is read again.
 * @throws FluxError `no-file` with Helm's words
 */
export function valuesReader(places: ValuesPlaces): (name: string) => Promise<string> {
  const known = new Map<string, Promise<string>>()
  return (name) => {
    const reading = known.get(name) ?? read(name, places)
    known.set(name, isStdin(name) ? NOTHING : reading)
    return reading
  }
}

const NOTHING = Promise.resolve('')
const isStdin = (name: string) => name.trim() === '-'

async function read(name: string, {fs, cwd, input, http, signal}: ValuesPlaces): Promise<string> {
  const {valuesSource} = await import('../../engines/helm/index.js')
  const source = valuesSource(name)
  if (source === 'stdin') return yamlText(await piped(input))
  if (source === 'http' && http !== undefined) return fetched(name, await http(), signal)
  if (name === '') throw new FluxError('no-file', 'open : no such file or directory')
  try {
    return yamlText(await fs.read(name.startsWith('/') ? name : `${cwd.replace(/\/+$/, '')}/${name}`))
  } catch (error) {
    throw new FluxError('no-file', goFileText(error, name), {cause: error})
  }
}

async function piped(input: Input | undefined): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of input?.bytes() ?? []) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function fetched(url: string, http: Http, signal: AbortSignal | undefined): Promise<string> {
  const response = await http.request({url, maxBytes: MAX_BYTES, ...(signal && {signal})}).catch((error: unknown) => {
    throw new FluxError('no-file', `Get "${url}": ${messageOf(error)}`, {cause: error})
  })
  if (response.status !== 200) {
    throw new FluxError('no-file', `failed to fetch ${url} : ${`${response.status} ${response.reason ?? ''}`.trim()}`)
  }
  return response.text()
}
