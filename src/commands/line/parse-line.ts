import type {Interfaces} from '@oclif/core'
import {FluxError, messageOf} from '../../lib/errors/flux-error.js'
import {goQuote} from '../../lib/errors/go-quote.js'
import type {FlagDefs} from './command-tree.js'
import {foreignFlagHints} from './controller-flags.js'
import {csvRecord} from './csv-record.js'

export interface ParsedLine {
  readonly flags: Record<string, unknown>
  /** names of the flags that were typed */
  readonly given: ReadonlySet<string>
  /** the same in order, each as often as it was typed */
  readonly typed: readonly string[]
  readonly args: readonly string[]
  readonly help: boolean
}

const TRUE = new Set(['1', 't', 'T', 'true', 'TRUE', 'True'])
const FALSE = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False'])

/**
 * Parses what follows the command's words as Go's pflag does: same grammar, same words in the refusals
 * (cli reference 1.8). oclif's own parser differs in both, so that it only lends its flag definitions.
 */
export async function parseLine(words: readonly string[], defs: FlagDefs): Promise<ParsedLine> {
  const parser = new LineParser(words, defs)
  await parser.run()
  return parser
}

const usage = (message: string) => new FluxError('usage', message)

class LineParser implements ParsedLine {
  readonly flags: Record<string, unknown> = {}
  readonly given = new Set<string>()
  readonly typed: string[] = []
  readonly args: string[] = []
  help = false
  readonly #words: string[]
  readonly #byChar = new Map<string, string>()

  constructor(
    words: readonly string[],
    private readonly defs: FlagDefs,
  ) {
    this.#words = [...words]
    for (const [name, flag] of Object.entries(defs)) {
      if (flag.char) this.#byChar.set(flag.char, name)
      this.flags[name] = flag.type === 'boolean' ? (flag.default ?? false) : (flag.default ?? (flag as {unset?: unknown}).unset)
    }
  }

  async run(): Promise<void> {
    for (;;) {
      const word = this.#words.shift()
      if (word === undefined) return
      if (word === '--') {
        this.args.push(...this.#words)
        return
      }
      if (!word.startsWith('-') || word === '-') this.args.push(word)
      else if (word.startsWith('--')) await this.#long(word)
      else await this.#short(word.slice(1))
    }
  }

  async #long(word: string): Promise<void> {
    const equals = word.indexOf('=')
    const name = word.slice(2, equals < 0 ? undefined : equals)
    if (name === '' || name.startsWith('-')) throw usage(`bad flag syntax: ${word}`)
    if (name === 'help') {
      this.help = equals < 0 || (await this.#helpWanted(word.slice(equals + 1)))
      return
    }
    const flag = this.defs[name]
    if (!flag) throw new FluxError('usage', `unknown flag: --${name}`, {hints: foreignFlagHints(name) ?? []})
    const text = equals >= 0 ? word.slice(equals + 1) : flag.type === 'boolean' ? 'true' : this.#words.shift()
    if (text === undefined) throw usage(`flag needs an argument: --${name}`)
    await this.#set(name, text)
  }

  async #helpWanted(text: string): Promise<boolean> {
    try {
      return (await parsedValue({type: 'boolean'} as Interfaces.BooleanFlag<boolean>, text)) as boolean
    } catch (error) {
      throw usage(`invalid argument ${goQuote(text)} for "-h, --help" flag: ${messageOf(error)}`)
    }
  }

  /** `-A`, `-Aw`, `-napps`, `-n=apps`, `-n apps` */
  async #short(letters: string): Promise<void> {
    const letter = letters[0]!
    const rest = letters.slice(1)
    const name = this.#byChar.get(letter)
    if (!name && letter === 'h') {
      const valued = letters.length > 2 && rest.startsWith('=')
      this.help = !valued || (await this.#helpWanted(rest.slice(1)))
      if (valued) return
    } else if (!name) throw usage(`unknown shorthand flag: ${firstByte(letters)} in -${letters}`)
    else if (letters.length > 2 && rest.startsWith('=')) return this.#set(name, rest.slice(1))
    else if (this.defs[name]!.type !== 'boolean') {
      const text = rest === '' ? this.#words.shift() : rest
      if (text === undefined) throw usage(`flag needs an argument: '${letter}' in -${letters}`)
      return this.#set(name, text)
    } else await this.#set(name, 'true')
    if (rest !== '') await this.#short(rest)
  }

  async #set(name: string, text: string): Promise<void> {
    const flag = this.defs[name]!
    try {
      const value = await parsedValue(flag, text)
      const more = flag.type === 'option' && flag.multiple && this.given.has(name)
      this.flags[name] = more ? [...(this.flags[name] as unknown[]), ...(value as unknown[])] : value
      this.given.add(name)
      this.typed.push(name)
    } catch (error) {
      const shown = flag.char ? `-${flag.char}, --${name}` : `--${name}`
      throw usage(`invalid argument ${goQuote(text)} for ${goQuote(shown)} flag: ${messageOf(error)}`)
    }
  }
}

/** Go's pflag goes by bytes, and tells of a letter that has several the first byte of its first byte as a letter. */
function firstByte(letters: string): string {
  const letter = letters.codePointAt(0)! > 0x7f ? 'Ã' : letters[0]!
  return letter === '"' ? `'"'` : letter === "'" ? `'\\''` : `'${goQuote(letter).slice(1, -1)}'`
}

async function parsedValue(flag: Interfaces.Flag<unknown>, text: string): Promise<unknown> {
  if (flag.type === 'boolean') {
    if (TRUE.has(text)) return true
    if (FALSE.has(text)) return false
    throw new Error(`strconv.ParseBool: parsing ${goQuote(text)}: invalid syntax`)
  }
  const parse = flag.parse as (input: string, context: unknown, options: unknown) => Promise<unknown>
  if (!flag.multiple) return parse(text, {}, flag)
  const parts = flag.delimiter ? csvRecord(text) : [text]
  return Promise.all(parts.map((part) => parse(part, {}, flag)))
}
