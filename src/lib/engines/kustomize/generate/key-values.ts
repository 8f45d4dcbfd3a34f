import {isUtf8} from 'node:buffer'
import {goQuote} from '../../../errors/go-quote.js'
import {at, inside, KustomizeError, type Place, within} from '../error.js'
import type {GeneratorArgs} from '../kustomization/types.js'
import type {Grow} from '../resource/growth.js'

export interface Pair {
  readonly key: string
  readonly value: Buffer
  /** where it stands in the generator */
  readonly from: Place
  /** of a line in a file, as it is shown to people */
  readonly line?: (() => string) | undefined
}

/** What a generator reads from. */
export interface Sources {
  readonly load: (path: string) => Uint8Array
  /** a line of a file, as it is shown to people */
  readonly placeOf: (path: string, line: number) => string
  readonly grow: Grow
}

/** Keys and values of a generator: env files, then literals, then files. */
export function keyValuePairs(args: GeneratorArgs, sources: Sources): Pair[] {
  const each = <T>(part: 'envs' | 'literals' | 'files', read: (source: string, from: Place) => T): T[] =>
    args[part].map((source, i) => inside([part, i], () => read(source, [part, i])))
  return [
    ...within(`env source files: [${args.envs.join(' ')}]`, () =>
      each('envs', (path, from) => envPairs(path, sources, from)),
    ).flat(),
    ...within(`literal sources [${args.literals.join(' ')}]`, () => each('literals', literalPair)),
    ...within(`file sources: [${args.files.join(' ')}]`, () => each('files', (source, from) => filePair(source, sources, from))),
  ]
}

const BOM = '\ufeff'

/** `KEY=value` lines; a name alone has an empty value. */
function envPairs(path: string, {load, placeOf, grow}: Sources, from: Place): Pair[] {
  const pairs: Pair[] = []
  let text = Buffer.from(load(path))
  grow(0, text.length)
  let number = 0
  while (text.length > 0) {
    const end = text.indexOf(0x0a)
    let line = end < 0 ? text : text.subarray(0, end)
    text = end < 0 ? text.subarray(text.length) : text.subarray(end + 1)
    if (line[line.length - 1] === 0x0d) line = line.subarray(0, -1)
    const index = number++
    const where = () => placeOf(path, index + 1)
    const pair = at(where, () => envPair(line, index, from, where))
    if (pair === undefined) continue
    grow(2)
    pairs.push(pair)
  }
  return pairs
}

function envPair(bytes: Buffer, number: number, from: Place, where: () => string): Pair | undefined {
  if (!isUtf8(bytes)) throw new KustomizeError(`line ${number} has invalid utf8 bytes : ${bytes.toString('utf8')}`)
  let line = bytes.toString('utf8')
  if (number === 0 && line.startsWith(BOM)) line = line.slice(1)
  line = line.replace(/^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/, '')
  if (line === '' || line.startsWith('#')) return undefined
  const equals = line.indexOf('=')
  const key = equals < 0 ? line : line.slice(0, equals)
  // kustomize loses an entry without a name on its way out
  if (key === '') return undefined
  return {key, value: Buffer.from(equals < 0 ? '' : line.slice(equals + 1)), from, line: where}
}

function literalPair(source: string, from: Place): Pair {
  const equals = source.indexOf('=')
  if (equals <= 0) throw new KustomizeError(`invalid literal source ${source}, expected key=value`)
  return {key: source.slice(0, equals), value: Buffer.from(withoutQuotes(source.slice(equals + 1))), from}
}

function withoutQuotes(text: string): string {
  const first = text[0]
  if (text.length < 2 || first !== text[text.length - 1]) return text
  return first === '"' || first === "'" ? text.slice(1, -1) : text
}

/** Key and path of a file source: `path` or `key=path`. */
export function fileSource(source: string): readonly [key: string, path: string] {
  const parts = source.split('=')
  if (parts.length === 1) return [source.slice(source.lastIndexOf('/') + 1), source]
  if (parts.length > 2) throw new KustomizeError(`source ${goQuote(source)} key name or file path contains '='`)
  const [key, path] = parts as [string, string]
  if (key === '') throw new KustomizeError(`missing key name for file path ${goQuote(path)} in source ${goQuote(source)}`)
  if (path === '') throw new KustomizeError(`missing file path for key name ${goQuote(key)} in source ${goQuote(source)}`)
  return [key, path]
}

function filePair(source: string, {load, grow}: Sources, from: Place): Pair {
  const [key, path] = fileSource(source)
  const value = Buffer.from(load(path))
  grow(2, value.length)
  return {key, value, from}
}
