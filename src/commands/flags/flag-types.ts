import type {Interfaces} from '@oclif/core'

/*
 * Flags in oclif's shape, made without loading oclif: that alone costs twice as much as starting Node, and only help and
 * the manifest need it.
 */

interface Common {
  readonly summary: string
  readonly char?: Interfaces.AlphabetLowercase | Interfaces.AlphabetUppercase
  readonly helpGroup?: string
  /** not shown in help and completion */
  readonly hidden?: boolean
  /** The flag still counts, but is not shown either; who types it is told this (cli reference 1.4). */
  readonly deprecated?: {readonly message: string}
}

type Parse<T> = (text: string) => T | Promise<T>

function option<T>(
  options: Common & {default?: T | T[]; helpValue?: string; delimiter?: ','; multiple?: boolean},
  parse: Parse<unknown>,
) {
  const {multiple = false, ...rest} = options
  return {type: 'option', input: [], multiple, ...shown(rest), parse: async (text: string) => parse(text)} as unknown
}

/** As pflag: what is deprecated is not in help. */
function shown<T extends Common>(options: T): T {
  return options.deprecated ? {...options, hidden: true} : options
}

/** `--once`, `--once=false` */
export function boolFlag(options: Common & {default?: boolean}): Interfaces.BooleanFlag<boolean> {
  return {type: 'boolean', allowNo: false, input: [], ...shown(options), parse: async (value: boolean) => value} as never
}

const asIs = (text: string) => text

/** Any text. */
export function textFlag(options: Common & {default: string}): Interfaces.OptionFlag<string>
export function textFlag(options: Common): Interfaces.OptionFlag<string | undefined>
export function textFlag(options: Common & {default?: string}) {
  return option(options, asIs) as Interfaces.OptionFlag<string | undefined>
}

/** A text that is read by `parse`, whose error says why it is refused; the value is what `parse` returns. */
export function parsedFlag<T>(options: Common & {default: T; helpValue?: string}, parse: Parse<T>): Interfaces.OptionFlag<T>
export function parsedFlag<T>(options: Common & {helpValue?: string}, parse: Parse<T>): Interfaces.OptionFlag<T | undefined>
export function parsedFlag<T>(options: Common & {default?: T; helpValue?: string}, parse: Parse<T>) {
  return option(options, parse) as Interfaces.OptionFlag<T | undefined>
}

/** A flag that may be repeated; with `delimiter` one value may hold several. */
export function listFlag(options: Common & {delimiter?: ','; default: string[]}): Interfaces.OptionFlag<string[]>
export function listFlag(options: Common & {delimiter?: ','}): Interfaces.OptionFlag<string[] | undefined>
export function listFlag(options: Common & {delimiter?: ','; default?: string[]}) {
  return option({...options, multiple: true}, asIs) as Interfaces.OptionFlag<string[] | undefined>
}

/** `--local-sources a=b,c=d`, repeatable: one list of pairs per time that it was typed. */
export function mapFlag(options: Common): Interfaces.OptionFlag<[string, string][][] | undefined> {
  const pairs = (text: string) =>
    // as pflag: one pair may hold commas
    (text.split('=').length === 2 ? [text] : text.split(',')).map((pair): [string, string] => {
      const at = pair.indexOf('=')
      if (at < 0) throw new Error(`${pair} must be formatted as key=value`)
      return [pair.slice(0, at), pair.slice(at + 1)]
    })
  return option({...options, multiple: true, helpValue: 'stringToString'}, pairs) as never
}

const BOOLS: ReadonlyMap<string, boolean> = new Map(
  [
    ['1', '0'],
    ['t', 'f'],
    ['T', 'F'],
    ['true', 'false'],
    ['TRUE', 'FALSE'],
    ['True', 'False'],
  ].flatMap(([yes, no]) => [[yes!, true] as const, [no!, false] as const]),
)

/** `--feature-gates A=true,B=false`: pairs in their order; of a name that is repeated the last one counts. */
export function gatesFlag(options: Common): Interfaces.OptionFlag<[string, boolean][]> {
  const pair = (text: string): [string, boolean] => {
    const at = text.indexOf('=')
    if (at < 0) throw new Error('malformed pair, expect string=bool')
    const [name, word] = [text.slice(0, at).trim(), text.slice(at + 1).trim()]
    const on = BOOLS.get(word)
    if (on === undefined)
      throw new Error(`invalid value of ${name}: ${word}, err: strconv.ParseBool: parsing "${word}": invalid syntax`)
    return [name, on]
  }
  return option({...options, default: [], delimiter: ',', multiple: true, helpValue: 'mapStringBool'}, pair) as never
}

/**
 * A Go duration; the value is milliseconds. The default stands in the summary as a duration, since oclif would show it
 * as milliseconds.
 */
export function durationFlag(options: Common & {default: number; text: string}): Interfaces.OptionFlag<number> {
  const {default: unset, text, summary, ...rest} = options
  const flag = option({...rest, summary: `${summary} (default ${text})`, helpValue: 'duration'}, async (value) => {
    const {parseDuration} = await import('../../lib/formats/duration/duration.js')
    return parseDuration(value)
  })
  return Object.assign(flag as Interfaces.OptionFlag<number>, {unset})
}

/** An integer as Go's flag package reads it; one below `least` or above `most` is refused. */
export function intFlag(options: Common & {default: number; least?: number; most?: number}): Interfaces.OptionFlag<number> {
  const {least = -Infinity, most = Infinity, ...rest} = options
  return option({...rest, helpValue: 'int'}, async (text) => {
    const {parseGoInt} = await import('./go-numbers.js')
    const value = parseGoInt(text)
    if (value < least) throw new Error(`must be at least ${least}`)
    if (value > most) throw new Error(`must be at most ${most}`)
    return value
  }) as Interfaces.OptionFlag<number>
}

/** A number from 0 to 255 as Go's flag package reads it. */
export function byteFlag(options: Common & {default: number}): Interfaces.OptionFlag<number> {
  return option({...options, helpValue: 'int'}, async (text) => {
    const {parseGoUint8} = await import('./go-numbers.js')
    return parseGoUint8(text)
  }) as Interfaces.OptionFlag<number>
}

/** A decimal number as Go's flag package reads it. */
export function floatFlag(options: Common & {default: number}): Interfaces.OptionFlag<number> {
  return option({...options, helpValue: 'float32'}, async (text) => {
    const {parseGoFloat32} = await import('./go-numbers.js')
    return parseGoFloat32(text)
  }) as Interfaces.OptionFlag<number>
}

interface WordOptions extends Common {
  /** what the message that refuses another word calls it */
  readonly what: string
  readonly words: readonly string[]
}

/** One of a few words (cli reference 1.8). */
export function wordFlag(options: WordOptions & {default: string}): Interfaces.OptionFlag<string>
export function wordFlag(options: WordOptions): Interfaces.OptionFlag<string | undefined>
export function wordFlag(options: WordOptions & {default?: string}) {
  const {what, words, ...rest} = options
  return option({...rest, helpValue: words.join('|')}, (text) => {
    const choice = `must be one of: ${words.join(', ')}`
    if (text === '') throw new Error(`no ${what} given, ${choice}`)
    if (!words.includes(text)) throw new Error(`unsupported ${what} '${text}', ${choice}`)
    return text
  }) as Interfaces.OptionFlag<string | undefined>
}
