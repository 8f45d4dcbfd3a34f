import {Flags, type Interfaces} from '@oclif/core'

/**
 * A Go duration; the value is milliseconds. The default stands in the summary as a duration, since oclif would show it
 * as milliseconds.
 */
export function durationFlag(options: {
  default: number
  text: string
  summary: string
  helpGroup?: string
}): Interfaces.OptionFlag<number> {
  const flag = Flags.custom<number>({
    helpValue: 'duration',
    parse: async (text) => {
      const {parseDuration} = await import('../../lib/formats/duration/duration.js')
      return parseDuration(text)
    },
  })({helpGroup: options.helpGroup!, summary: `${options.summary} (default ${options.text})`})
  return Object.assign(flag, {unset: options.default}) as unknown as Interfaces.OptionFlag<number>
}

/** An integer as Go's flag package reads it. */
export const intFlag = Flags.custom<number>({
  helpValue: 'int',
  parse: async (text) => {
    if (!/^[+-]?\d+$/.test(text)) throw new Error(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`)
    return Number(text)
  },
})

/** A decimal number as Go's flag package reads it. */
export const floatFlag = Flags.custom<number>({
  helpValue: 'float32',
  parse: async (text) => {
    if (text === '' || Number.isNaN(Number(text))) {
      throw new Error(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`)
    }
    return Number(text)
  },
})

/** One of a few words; `what` names them in the message that refuses another one (cli reference 1.8). */
export function wordFlag(what: string, words: readonly string[]) {
  return Flags.custom<string>({
    helpValue: words.join('|'),
    parse: async (text) => {
      const choice = `must be one of: ${words.join(', ')}`
      if (text === '') throw new Error(`no ${what} given, ${choice}`)
      if (!words.includes(text)) throw new Error(`unsupported ${what} '${text}', ${choice}`)
      return text
    },
  })
}
