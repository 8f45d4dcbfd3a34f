import {readdirSync, readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {describe, expect, it} from 'vitest'
import {COMMANDS} from '../../src/commands/index.js'

const root = resolve(import.meta.dirname, '../../src')

/** What a command line may say where code puts a name in: any of these words counts as one. */
const STANDS_FOR = /\$\{[^}]*\}/g

/** Commands of CNCF's flux that texts name before they exist here; what exists must go from this list. */
const TO_COME: readonly string[] = []

interface Named {
  readonly file: string
  readonly words: readonly string[]
}

/** Every `flux ...` between backticks in texts of the sources (comments aside), and what hints say without them. */
function namedCommands(): Named[] {
  const files = readdirSync(root, {recursive: true, encoding: 'utf8'}).filter((name) => /(?<!\.gen)\.ts$/.test(name))
  return files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    const code = text
      .replace(/^\s*\/\*\*[\s\S]*?\*\//gm, '')
      .replace(/^\s*\/\/.*$/gm, '')
      .replaceAll('\\`', '`')
    const lines = [
      ...code.matchAll(/`flux ([a-z][^`\n]*)`/g),
      ...code.matchAll(/['"]flux ((?:run|cluster|migrate|install|check|logs|get|create)\b[^'"\n]*)['"]/g),
    ]
    return lines.map(([, line = '']) => ({
      file,
      words: line
        .replaceAll(STANDS_FOR, '$')
        .replace(/\b[A-Z]+\b/g, '$')
        .split(/[ ,;:]+/),
    }))
  })
}

const ids = new Map(
  Object.entries(COMMANDS).flatMap(([id, command]) => [id, ...(command.aliases ?? [])].map((one) => [one, command])),
)
const topics = new Set([...ids.keys()].flatMap((id) => id.split(':').map((_, at, words) => words.slice(0, at + 1).join(':'))))

/** The longest command (or group of commands) that these words begin with, `$` standing for one of any name. */
function commandOf(words: readonly string[]): {readonly id: string; readonly rest: readonly string[]} | undefined {
  for (let length = words.length; length > 0; length--) {
    const id = words.slice(0, length).join(':')
    const pattern = new RegExp(`^${id.replaceAll('$', '[\\w:-]+').replaceAll('+:', '+:')}$`)
    const found = topics.has(id) ? id : id.includes('$') ? [...ids.keys()].find((one) => pattern.test(one)) : undefined
    if (found !== undefined) return {id: found, rest: words.slice(length)}
  }
  return undefined
}

describe('commands that texts name', () => {
  const named = namedCommands()

  it('are found', () => {
    expect(named.length).toBeGreaterThan(15)
  })

  it('exist, with their flags', () => {
    const faults = named.flatMap(({file, words}) => {
      if (TO_COME.includes(words[0]!)) return []
      const found = commandOf(words)
      if (!found) return [`${file}: flux ${words.join(' ')}: no such command`]
      const command = ids.get(found.id)
      const given = found.rest.filter((word) => /^--[a-z]/.test(word)).map((word) => word.slice(2).replace(/=.*/, ''))
      const flags = {...command?.baseFlags, ...command?.flags}
      return given.filter((name) => !(name in flags)).map((name) => `${file}: flux ${words.join(' ')}: no flag --${name}`)
    })
    expect(faults).toEqual([])
    expect(TO_COME.filter((word) => topics.has(word))).toEqual([])
  })

  it('would be missed otherwise', () => {
    expect(commandOf(['bild', 'dir'])).toBeUndefined()
    expect(commandOf(['build', 'kustomization', '$'])?.id).toBe('build:kustomization')
  })
})
