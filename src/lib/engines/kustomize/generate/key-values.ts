import {isUtf8} from 'node:buffer'
import {goQuote} from '../../../errors/go-quote.js'
import {KustomizeError, within} from '../error.js'
import type {GeneratorArgs} from '../kustomization/types.js'

type Pair = readonly [key: string, value: Buffer]
type Load = (path: string) => Uint8Array

/** Keys and values of a generator: env files, then literals, then files. */
export function keyValuePairs(args: GeneratorArgs, load: Load): Pair[] {
  return [
    ...within(`env source files: [${args.envs.join(' ')}]`, () => args.envs.flatMap((path) => envPairs(load(path)))),
    ...within(`literal sources [${args.literals.join(' ')}]`, () => args.literals.map(literalPair)),
    ...within(`file sources: [${args.files.join(' ')}]`, () => args.files.map((source) => filePair(source, load))),
  ]
}

const BOM = '\ufeff'

/** `KEY=value` lines; a name alone has an empty value. */
function envPairs(bytes: Uint8Array): Pair[] {
  const pairs: Pair[] = []
  let text = Buffer.from(bytes)
  let number = 0
  while (text.length > 0) {
    const end = text.indexOf(0x0a)
    let line = end < 0 ? text : text.subarray(0, end)
    text = end < 0 ? text.subarray(text.length) : text.subarray(end + 1)
    if (line[line.length - 1] === 0x0d) line = line.subarray(0, -1)
    const pair = envPair(line, number++)
    if (pair !== undefined) pairs.push(pair)
  }
  return pairs
}

function envPair(bytes: Buffer, number: number): Pair | undefined {
  if (!isUtf8(bytes)) throw new KustomizeError(`line ${number} has invalid utf8 bytes : ${bytes.toString('utf8')}`)
  let line = bytes.toString('utf8')
  if (number === 0 && line.startsWith(BOM)) line = line.slice(1)
  line = line.replace(/^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/, '')
  if (line === '' || line.startsWith('#')) return undefined
  const equals = line.indexOf('=')
  const key = equals < 0 ? line : line.slice(0, equals)
  // kustomize loses an entry without a name on its way out
  if (key === '') return undefined
  return [key, Buffer.from(equals < 0 ? '' : line.slice(equals + 1))]
}

function literalPair(source: string): Pair {
  const equals = source.indexOf('=')
  if (equals <= 0) throw new KustomizeError(`invalid literal source ${source}, expected key=value`)
  return [source.slice(0, equals), Buffer.from(withoutQuotes(source.slice(equals + 1)))]
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

function filePair(source: string, load: Load): Pair {
  const [key, path] = fileSource(source)
  return [key, Buffer.from(load(path))]
}
