// The module that the start file loads before all others: dist/code-cache.cjs of the package.
import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {join} from 'node:path'
import {Script} from 'node:vm'
import {type Bytecode, codeCacheFile, readCodeCache, writeCodeCache} from './code-cache-file.js'

type Factory = (
  exports: object,
  require: (name: string) => unknown,
  module: {exports: object},
  file: string,
  folder: string,
) => void

export interface CachedCode {
  /** What a CommonJS file of the folder exports, by its path below it; each file runs once. */
  require(file: string): unknown
  /** Keeps the bytecode of all that ran for the next process, when this one had to compile a file. Never throws. */
  keep(): void
}

/** In front of a file's name where its text is kept. */
const TEXT = '='

/**
 * Runs the CommonJS files of a folder with the texts and the bytecode that an earlier process with the same kind of line has left:
 * compiling them is half of what a small command does, and opening fifty of them takes a while, too. Without a place for it (no home, somebody else's)
 * they run all the same.
 */
export function cachedCode(folder: string, argv: readonly string[], version: string): CachedCode {
  const path = codeCacheFile(join(folder, 'main.cjs'), argv, version)
  const known: ReadonlyMap<string, Bytecode> = path === undefined ? new Map() : readCodeCache(path)
  const modules = new Map<string, {exports: object}>()
  const scripts = new Map<string, {text: string; script: Script}>()
  const outside = createRequire(join(folder, 'main.cjs'))
  let compiled = 0

  return {
    require: (name) => load(`/${name}`),
    keep() {
      if (path === undefined || compiled === 0) return
      const kept = new Map(known)
      for (const [name, {text, script}] of scripts) {
        kept.set(TEXT + name, Buffer.from(text))
        kept.set(name, script.createCachedData())
      }
      writeCodeCache(path, kept)
    },
  }

  /** `name`: the file's path below the folder, with a slash in front. */
  function load(name: string): object {
    const loaded = modules.get(name)
    if (loaded) return loaded.exports
    const module = {exports: {}}
    modules.set(name, module)
    const file = folder + name
    const text = textOf(known.get(TEXT + name)) ?? wrapped(readFileSync(file, 'utf8'))
    const script = new Script(text, {filename: file, cachedData: known.get(name)})
    if (script.cachedDataRejected !== false) compiled++
    scripts.set(name, {text, script})
    const place = name.slice(0, name.lastIndexOf('/'))
    const require = (other: string): unknown => (other.startsWith('.') ? load(from(place, other)) : outside(other))
    ;(script.runInThisContext() as Factory)(module.exports, require, module, file, folder + place)
    return module.exports
  }
}

const textOf = (bytes: Bytecode | undefined) => (bytes as Buffer | undefined)?.toString('utf8')

const wrapped = (text: string) => `(function(exports,require,module,__filename,__dirname){${text}\n})`

/** A relative name as esbuild writes it, `./` or some `../` in front, seen from a folder. */
function from(place: string, name: string): string {
  let [folder, rest] = [place, name.startsWith('./') ? name.slice(2) : name]
  while (rest.startsWith('../')) {
    folder = folder.slice(0, folder.lastIndexOf('/'))
    rest = rest.slice(3)
  }
  return `${folder}/${rest}`
}
