import {readdirSync, readFileSync, statSync} from 'node:fs'
import {dirname, join, relative, resolve} from 'node:path'
import {describe, expect, it} from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const src = join(root, 'src')

/** DESIGN 3: the floor of each top room. A file imports its own room and lower floors, never a neighbour. */
const FLOORS: Record<string, number> = {
  commands: 7,
  wiring: 6,
  actions: 5,
  output: 5,
  controllers: 4,
  install: 4,
  render: 3,
  apply: 3,
  engines: 2,
  adapters: 2,
  kinds: 1,
  schema: 1,
  // the ground floor in the order in which its rooms stand on each other
  formats: 0.2,
  'formats/json': 0.1,
  'formats/regex': 0.1,
  ports: 0,
  errors: 0,
}
/** Rooms whose sub-folders are rooms of their own. */
const NESTED = new Set(['engines', 'adapters', 'formats'])
/** The one neighbourly import that DESIGN 3 allows, and rooms of one floor that are one family. */
const ALLOWED = new Set(['engines/helm -> engines/gotemplate'])
/** Only these may touch the world (DESIGN 3). */
const WORLDLY = /^(lib\/adapters\/|lib\/wiring\/|commands\/base\.ts$)/
const WORLD = [
  /\bprocess\./,
  /\bconsole\./,
  /(?<![.\w#])fetch\(/,
  /from 'node:(fs|fs\/promises|child_process|net|http|https|tls|dns|os|worker_threads)'/,
  /\bDate\.now\b/,
  /\bnew Date\(\)/,
  /\bMath\.random\b/,
  /(?<![.\w])(setTimeout|setInterval|setImmediate)\(/,
  /\bperformance\.now\b/,
  /\bAbortSignal\.timeout\b/,
]

function files(folder: string): string[] {
  return readdirSync(folder, {withFileTypes: true}).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? files(path) : entry.name.endsWith('.ts') ? [path] : []
  })
}

function roomOf(path: string): {room: string; floor: number} {
  const parts = relative(src, path).split('/')
  const top = parts[0] === 'lib' ? (parts[1] ?? '') : (parts[0] ?? '')
  const room = NESTED.has(top) ? `${top}/${parts[2]}` : top
  return {room, floor: FLOORS[room] ?? FLOORS[top] ?? -1}
}

/** Code without comments and string bodies, so that prose may name what code may not. */
function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}

/** Files in whose nature it is to need each other: a build builds its bases, and a template runs templates. */
const RECURSIVE = ['lib/engines/kustomize/build/', 'lib/engines/gotemplate/']

const importsOf = (path: string): string[] =>
  [...codeOf(readFileSync(path, 'utf8')).matchAll(/(?:^(?:import|export)\s[^'"]*?from |\bimport\()'(\.[^']+)'/gm)].map(
    ([, to = '']) => resolve(dirname(path), to.replace(/\.js$/, '.ts')),
  )

/** Groups of files that import each other, by Tarjan's walk; imports of types and later ones count, too. */
function circlesIn(paths: readonly string[]): string[][] {
  const circles: string[][] = []
  const open: string[] = []
  const met = new Map<string, number>()
  const walk = (path: string): number => {
    const own = met.size
    met.set(path, own)
    open.push(path)
    let lowest = own
    for (const next of importsOf(path))
      if (!met.has(next)) lowest = Math.min(lowest, walk(next))
      else if (open.includes(next)) lowest = Math.min(lowest, met.get(next) ?? own)
    if (lowest === own) {
      const circle = open.splice(open.indexOf(path))
      if (circle.length > 1) circles.push(circle)
    }
    return lowest
  }
  for (const path of paths) if (!met.has(path)) walk(path)
  return circles
}

const sources = files(src)

describe('architecture', () => {
  it('every room has a floor', () => {
    expect(sources.filter((path) => roomOf(path).floor < 0).map((path) => relative(root, path))).toEqual([])
  })

  it('files import their own room and lower floors only', () => {
    const faults: string[] = []
    for (const path of sources) {
      const from = roomOf(path)
      const text = codeOf(readFileSync(path, 'utf8'))
      for (const match of text.matchAll(/^\s*(import|export)\s+(type\s+)?[^'"]*?from\s+'(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm)) {
        if (match[2]) continue
        const lazy = match[4] !== undefined
        const target = roomOf(resolve(dirname(path), match[3] ?? match[4] ?? ''))
        if (target.room === from.room) continue
        if (ALLOWED.has(`${from.room} -> ${target.room}`)) continue
        const commandRule = from.room === 'commands' && !lazy && !['kinds', 'errors'].includes(target.room)
        if (commandRule || target.floor >= from.floor) faults.push(`${relative(root, path)} imports ${match[3] ?? match[4]}`)
      }
    }
    expect(faults).toEqual([])
  })

  it('files stand on each other without circles', () => {
    const circles = circlesIn(sources).map((circle) => circle.map((path) => relative(src, path)))
    expect(circles.filter((circle) => !RECURSIVE.some((room) => circle.every((path) => path.startsWith(room))))).toEqual([])
  })

  it('only adapters, wiring and the command base touch the world', () => {
    const faults: string[] = []
    for (const path of sources) {
      if (WORLDLY.test(relative(src, path))) continue
      const text = codeOf(readFileSync(path, 'utf8'))
      for (const pattern of WORLD) if (pattern.test(text)) faults.push(`${relative(root, path)}: ${pattern.source}`)
    }
    expect(faults).toEqual([])
  })

  it('files, folders and commands stay small (generated files aside)', () => {
    const faults: string[] = []
    const perFolder = new Map<string, number>()
    for (const path of sources) {
      perFolder.set(dirname(path), (perFolder.get(dirname(path)) ?? 0) + 1)
      if (path.endsWith('.gen.ts')) continue
      const lines = readFileSync(path, 'utf8').split('\n').length - 1
      if (lines > 300) faults.push(`${relative(root, path)}: ${lines} lines`)
    }
    for (const [folder, count] of perFolder) if (count > 15) faults.push(`${relative(root, folder)}: ${count} files`)
    expect(faults).toEqual([])
  })

  it('every room says what it is for', () => {
    const rooms = new Set(
      sources.map((path) => join(src, 'lib', roomOf(path).room)).filter((path) => !path.endsWith('lib/commands')),
    )
    expect(
      [...rooms]
        .filter((room) => !statSync(join(room, 'README.md'), {throwIfNoEntry: false}))
        .map((room) => relative(root, room)),
    ).toEqual([])
  })
})
