// The module that the start file loads before all others: dist/code-cache.cjs of the package.
import {readFileSync} from 'node:fs'
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
  /** Keeps the texts and the bytecode of all that ran for the next process, when this one had to compile. Never throws. */
  keep(): void
}

/** A script whose value is a table of modules by their paths: `({__proto__:null,"/main.cjs":function(...){...},...})`. */
interface Part {
  readonly text: string
  readonly script: Script
  readonly modules: Readonly<Record<string, Factory | undefined>>
  /** undefined: V8 had to compile it */
  readonly bytecode: Bytecode | undefined
}

/** In front of a script's number where its text is kept. */
const TEXT = '='
/** One script of fifty modules runs in half the time of fifty; what other processes need besides is put to it when it is as much as this. */
const MOST_PARTS = 8
const OPENS = '({__proto__:null'
const CLOSES = '\n})'

/**
 * Runs the CommonJS files of a folder with the texts and the bytecode that earlier processes with the same kind of line have left:
 * compiling them is half of what a small command does, and opening fifty of them takes a while, too. The first process leaves their texts
 * in one, the second its bytecode. `outside` brings what is in no file of the folder. Without a place for it (no home, somebody else's) they run all the same.
 */
export function cachedCode(
  folder: string,
  argv: readonly string[],
  version: string,
  outside: (name: string) => unknown,
): CachedCode {
  const path = codeCacheFile(join(folder, 'main.cjs'), argv, version)
  const parts = path === undefined ? [] : keptParts(path, folder)
  const known = parts.length
  const modules = new Map<string, {exports: object}>()

  return {
    require: (name) => load(`/${name}`),
    keep() {
      if (path === undefined || parts.every(({bytecode}) => bytecode !== undefined)) return
      writeCodeCache(path, known === 0 || parts.length > MOST_PARTS ? asOne(parts) : asTheyAre(parts))
    },
  }

  /** `name`: the file's path below the folder, with a slash in front. */
  function load(name: string): object {
    const loaded = modules.get(name)
    if (loaded) return loaded.exports
    const module = {exports: {}}
    modules.set(name, module)
    const place = name.slice(0, name.lastIndexOf('/'))
    const require = (other: string): unknown => (other.startsWith('.') ? load(from(place, other)) : outside(other))
    factoryOf(name)(module.exports, require, module, folder + name, folder + place)
    return module.exports
  }

  function factoryOf(name: string): Factory {
    for (const part of parts) {
      const factory = part.modules[name]
      if (factory) return factory
    }
    const body = readFileSync(folder + name, 'utf8')
    const text = `${OPENS},${JSON.stringify(name)}:function(exports,require,module,__filename,__dirname){${body}\n}${CLOSES}`
    const part = run(text, folder + name, undefined)
    parts.push(part)
    return part.modules[name]!
  }
}

function run(text: string, filename: string, cachedData: Bytecode | undefined): Part {
  const script = new Script(text, {filename, cachedData})
  return {
    text,
    script,
    modules: script.runInThisContext(),
    bytecode: script.cachedDataRejected === false ? cachedData : undefined,
  }
}

function keptParts(path: string, folder: string): Part[] {
  const parts: Part[] = []
  const kept = readCodeCache(path)
  for (let number = 0; kept.has(TEXT + number); number++) {
    const text = (kept.get(TEXT + number) as Buffer).toString('utf8')
    parts.push(run(text, join(folder, `kept-${number}.cjs`), kept.get(String(number))))
  }
  return parts
}

const asTheyAre = (parts: readonly Part[]) =>
  new Map(
    parts.flatMap(({text, script, bytecode}, number): [string, Bytecode][] => [
      [TEXT + number, Buffer.from(text)],
      [String(number), bytecode ?? script.createCachedData()],
    ]),
  )

/** Without bytecode: what V8 has made of several is of no use to one. */
function asOne(parts: readonly Part[]): Map<string, Bytecode> {
  const bodies = parts.map(({text}) => text.slice(OPENS.length, -CLOSES.length))
  return new Map([[`${TEXT}0`, Buffer.from(OPENS + bodies.join('') + CLOSES)]])
}

/** A relative name as esbuild writes it, `./` or some `../` in front, seen from a folder. */
function from(place: string, name: string): string {
  let [folder, rest] = [place, name.startsWith('./') ? name.slice(2) : name]
  while (rest.startsWith('../')) {
    folder = folder.slice(0, folder.lastIndexOf('/'))
    rest = rest.slice(3)
  }
  return `${folder}/${rest}`
}
