// The module that the start file loads where Node itself keeps no bytecode (before 22): dist/code-cache.cjs of the package.
import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
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
  /** What a CommonJS file of the folder exports; each file runs once. */
  require(file: string): unknown
  /** Keeps the bytecode of all that ran for the next process, when this one had to compile a file. Never throws. */
  keep(): void
}

/**
 * Runs the CommonJS files of a folder with the bytecode that an earlier process with the same kind of line has left: compiling them is
 * half of what a small command does. Without a place for it (no home, somebody else's) they run all the same.
 */
export function cachedCode(folder: string, argv: readonly string[], version: string): CachedCode {
  const path = codeCacheFile(join(folder, 'main.cjs'), argv, version)
  const known: ReadonlyMap<string, Bytecode> = path === undefined ? new Map() : readCodeCache(path)
  const modules = new Map<string, {exports: object}>()
  const scripts = new Map<string, Script>()
  const outside = createRequire(join(folder, 'main.cjs'))
  let compiled = 0

  return {
    require: (file) => load(join(folder, file)),
    keep() {
      if (path === undefined || compiled === 0) return
      const found = [...scripts].map(([file, script]) => [file.slice(folder.length), script.createCachedData()] as const)
      writeCodeCache(path, new Map([...known, ...found]))
    },
  }

  function load(file: string): object {
    const loaded = modules.get(file)
    if (loaded) return loaded.exports
    const module = {exports: {}}
    modules.set(file, module)
    const source = `(function(exports,require,module,__filename,__dirname){${readFileSync(file, 'utf8')}\n})`
    const script = new Script(source, {filename: file, cachedData: known.get(file.slice(folder.length))})
    if (script.cachedDataRejected !== false) compiled++
    scripts.set(file, script)
    const place = dirname(file)
    const require = (name: string): unknown => (name.startsWith('.') ? load(join(place, name)) : outside(name))
    ;(script.runInThisContext() as Factory)(module.exports, require, module, file, place)
    return module.exports
  }
}
