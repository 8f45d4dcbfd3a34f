import {FluxError, messageOf} from '../../errors/flux-error.js'
import {parseJson} from '../../formats/json/parse.js'
import {isObject, type JsonValue} from '../../formats/json/value.js'
import {parseYaml} from '../../formats/yaml/parse.js'
import {entryOf, type IndexEntry} from './index-entry.js'

const LINE_BREAK = 0x0a

/**
 * The entries of one chart in an index (helm-engine reference 17.1). Of an index in block style only the lines of that chart
 * are parsed, so that memory does not grow with it.
 * @throws FluxError `bad-index`, or `no-chart` with Helm's words
 */
export function indexEntries(index: Uint8Array, chart: string): IndexEntry[] {
  const bytes = Buffer.from(index.buffer, index.byteOffset, index.byteLength)
  const start = bytes.subarray(0, 64).toString('latin1').trimStart()
  if (start === '') throw new FluxError('bad-index', 'empty index.yaml file')
  const isBlock = !start.startsWith('{') && /^entries:[ \t]*\r?$/m.test(lineAt(bytes, startOf(bytes, 'entries:')))
  const entries = isBlock ? partOf(bytes, chart) : whole(bytes, chart)
  const list = (Array.isArray(entries) ? entries : []).flatMap(entryOf)
  if (list.length === 0) throw new FluxError('no-chart', 'no chart name found', {hints: [`the index has no chart '${chart}'`]})
  return list
}

function whole(bytes: Buffer, chart: string): JsonValue | undefined {
  const text = bytes.toString('utf8')
  try {
    const index = jsonIn(text) ?? parseYaml(text, {maxLength: text.length})
    if (!isObject(index) || !index.apiVersion) throw new FluxError('bad-index', 'no API version specified')
    return isObject(index.entries) && Object.hasOwn(index.entries, chart) ? index.entries[chart] : undefined
  } catch (error) {
    if (error instanceof FluxError && error.code === 'bad-index') throw error
    throw new FluxError('bad-index', messageOf(error), {cause: error})
  }
}

/** As Helm: what is no JSON is YAML, whatever it begins with. */
function jsonIn(text: string): JsonValue | undefined {
  if (!text.trimStart().startsWith('{')) return undefined
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

function partOf(bytes: Buffer, chart: string): JsonValue | undefined {
  if (!/^apiVersion:\s*\S/m.test(headOf(bytes))) throw new FluxError('bad-index', 'no API version specified')
  const lines = linesFrom(bytes, startOf(bytes, 'entries:'))
  let indent: number | undefined
  let from: number | undefined
  for (const {start, end} of lines) {
    const depth = indentOf(bytes, start, end)
    if (depth === undefined) continue
    const isItem = bytes[start + depth] === 0x2d
    // the first line below `entries:` tells how deep names of charts are
    if (indent === undefined && !isItem) indent = depth
    if (indent === undefined || depth > indent || (depth === indent && isItem)) continue
    if (from !== undefined) return parsedPart(bytes.subarray(from, start), chart)
    if (depth < indent) return undefined
    const line = bytes.subarray(start + depth, end).toString('utf8')
    if (new RegExp(`^(["']?)${chart.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\1:`).test(line)) from = start
  }
  return from === undefined ? undefined : parsedPart(bytes.subarray(from), chart)
}

function parsedPart(part: Buffer, chart: string): JsonValue | undefined {
  try {
    const text = part.toString('utf8')
    const value = parseYaml(text, {maxLength: text.length})
    return isObject(value) ? value[chart] : undefined
  } catch (error) {
    throw new FluxError('bad-index', `the entries of ${chart}: ${messageOf(error)}`, {cause: error})
  }
}

/** One line, up to 200 bytes of it. */
function lineAt(bytes: Buffer, at: number): string {
  return at < 0
    ? ''
    : (bytes
        .subarray(at, at + 200)
        .toString('utf8')
        .split('\n', 1)[0] ?? '')
}

/** What stands before and after the entries: top-level keys. */
function headOf(bytes: Buffer): string {
  const at = startOf(bytes, 'apiVersion:')
  return at < 0 ? '' : bytes.subarray(at, at + 80).toString('utf8')
}

/** Where the line after a top-level key begins with; -1 without it. */
function startOf(bytes: Buffer, key: string): number {
  if (bytes.subarray(0, key.length).toString('latin1') === key) return 0
  const at = bytes.indexOf(`\n${key}`)
  return at < 0 ? -1 : at + 1
}

function* linesFrom(bytes: Buffer, at: number): Generator<{start: number; end: number}> {
  if (at < 0) return
  let start = bytes.indexOf(LINE_BREAK, at) + 1
  while (start > 0 && start < bytes.length) {
    const found = bytes.indexOf(LINE_BREAK, start)
    const end = found < 0 ? bytes.length : found
    yield {start, end}
    start = end + 1
  }
}

/** Spaces before the text of a line; undefined for blank lines and comments. */
function indentOf(bytes: Buffer, start: number, end: number): number | undefined {
  let at = start
  while (at < end && bytes[at] === 0x20) at++
  return at === end || bytes[at] === 0x0d || bytes[at] === 0x23 ? undefined : at - start
}
