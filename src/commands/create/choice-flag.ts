import type {Interfaces} from '@oclif/core'
import {parsedFlag} from '../flags/flag-types.js'

interface ChoiceOptions {
  readonly summary: string
  readonly words: readonly string[]
  /** why another word is refused */
  refused(word: string): string
  /** why an empty value is refused */
  readonly empty?: string
}

/** One of a few words with the refusals that flux has for this flag (cli reference 1.8). */
export function choiceFlag(options: ChoiceOptions & {default: string}): Interfaces.OptionFlag<string>
export function choiceFlag(options: ChoiceOptions): Interfaces.OptionFlag<string | undefined>
export function choiceFlag({words, refused, empty, ...rest}: ChoiceOptions & {default?: string}) {
  return parsedFlag({...rest, helpValue: words.join('|')}, (word) => {
    if (word.trim() === '' && empty !== undefined) throw new Error(empty)
    if (!words.includes(word)) throw new Error(refused(word))
    return word
  }) as Interfaces.OptionFlag<string | undefined>
}

const oneOf = (words: readonly string[]) => `must be one of: ${words.join(', ')}`

/** `<what> '<word>' is not supported, must be one of: ...` */
export function notSupported(what: string, words: readonly string[]): (word: string) => string {
  return (word) => `${what} '${word}' is not supported, ${oneOf(words)}`
}

/** The words of `unsupported <what> '<word>'` and `no <what> given`. */
export function unsupported(what: string, words: readonly string[]): Pick<ChoiceOptions, 'words' | 'refused' | 'empty'> {
  return {
    words,
    refused: (word) => `unsupported ${what} '${word}', ${oneOf(words)}`,
    empty: `no ${what} given, ${oneOf(words)}`,
  }
}
