import {cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync} from 'node:fs'
import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'
import type {JsonObject, JsonValue} from '../../../src/lib/formats/json/value.js'
import {valueDiff} from './compare.js'

/** Content of the files below a folder by relative path; a symlink is its target. */
export type FolderContent = ReadonlyMap<string, Buffer>

/** A fresh working directory with a copy of `from`. */
export function makeFolder(to: string, from: string | undefined): void {
  mkdirSync(to, {recursive: true})
  if (from === undefined) return
  cpSync(from, to, {recursive: true, verbatimSymlinks: true})
  restoreLinks(to)
}

/** A checkout without symlinks has files instead that hold nothing but the name of a neighbour. */
function restoreLinks(folder: string): void {
  for (const entry of readdirSync(folder, {withFileTypes: true})) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) restoreLinks(path)
    if (!entry.isFile() || lstatSync(path).size > 100) continue
    const target = readFileSync(path, 'utf8')
    if (!/^[\w.-]+$/.test(target) || !existsSync(join(folder, target))) continue
    rmSync(path, {force: true})
    symlinkSync(target, path)
  }
}

export function readFolder(root: string, below = ''): FolderContent {
  const found = new Map<string, Buffer>()
  for (const name of readdirSync(join(root, below))) {
    const path = below ? `${below}/${name}` : name
    const stat = lstatSync(join(root, path))
    if (stat.isDirectory()) for (const [key, value] of readFolder(root, path)) found.set(key, value)
    else if (stat.isSymbolicLink()) found.set(path, Buffer.from(`-> ${readlinkSync(join(root, path))}`))
    else found.set(path, readFileSync(join(root, path)))
  }
  return found
}

/** What changed in a folder against what was recorded; `named` puts placeholders into texts. */
export function fileDifferences(
  before: FolderContent,
  after: FolderContent,
  expected: JsonObject = {},
  named: (text: string) => string,
): string[] {
  const changed: JsonObject = {}
  for (const [path, bytes] of after) {
    if (before.get(path)?.equals(bytes)) continue
    changed[path] = expected[path] === '<binary>' ? '<binary>' : contentOf(bytes, named)
  }
  for (const path of before.keys()) if (!after.has(path)) changed[path] = null
  return valueDiff(expected, changed, 'files')
}

function contentOf(bytes: Buffer, named: (text: string) => string): JsonValue {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return named(bytes.toString('utf8'))
  return {tar: tarEntries(gunzipSync(bytes))}
}

const TYPES: Readonly<Record<string, string>> = {'0': 'file', '\0': 'file', '2': 'symlink', '5': 'directory'}

function tarEntries(tar: Buffer): JsonObject[] {
  const entries: JsonObject[] = []
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const text = (from: number, length: number) =>
      tar
        .subarray(at + from, at + from + length)
        .toString('utf8')
        .replace(/\0.*$/s, '')
    const octal = (from: number, length: number) => Number.parseInt(text(from, length).trim() || '0', 8)
    const size = octal(124, 12)
    const prefix = text(345, 155)
    entries.push({
      name: (prefix ? `${prefix}/` : '') + text(0, 100).replace(/\/$/, ''),
      type: TYPES[String.fromCharCode(tar[at + 156]!)] ?? 'other',
      mode: `0o${(octal(100, 8) & 0o7777).toString(8)}`,
      ...{size, mtime: octal(136, 12), uid: octal(108, 8), uname: text(265, 32)},
    })
    at += 512 + Math.ceil(size / 512) * 512
  }
  return entries
}
